/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.observation.SafeQueueObservationDocumentation.HighCardinalityKeyNames;
import io.github.safequeue.observation.SafeQueueObservationDocumentation.LowCardinalityKeyNames;

/**
 * The names and key values of handler calls unless the application says otherwise. None
 * of them shows an item.
 */
public class DefaultSafeQueueHandleConvention implements SafeQueueHandleConvention {

	/** The name of the observations. */
	public static final String NAME = "safequeue.handle";

	private static final KeyValue SUCCESS = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "SUCCESS");

	private static final KeyValue UNKNOWN = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "UNKNOWN");

	private static final KeyValue ERROR = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "ERROR");

	private static final KeyValue NO_EXCEPTION = KeyValue.of(LowCardinalityKeyNames.EXCEPTION, KeyValue.NONE_VALUE);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SafeQueueHandleContext context) {
		return context.getQueue() + " handle";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SafeQueueHandleContext context) {
		Throwable error = context.getError();
		return KeyValues.of(KeyValue.of(LowCardinalityKeyNames.QUEUE, context.getQueue()), outcome(context),
				exception(error));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SafeQueueHandleContext context) {
		return KeyValues.of(KeyValue.of(HighCardinalityKeyNames.ATTEMPT, Integer.toString(context.getAttempt())),
				KeyValue.of(HighCardinalityKeyNames.ITEMS, Integer.toString(context.getItems())));
	}

	private static KeyValue outcome(SafeQueueHandleContext context) {
		if (context.getError() != null) {
			return ERROR;
		}
		return (context.isComplete()) ? SUCCESS : UNKNOWN;
	}

	private static KeyValue exception(@Nullable Throwable error) {
		if (error == null) {
			return NO_EXCEPTION;
		}
		String name = error.getClass().getSimpleName();
		return KeyValue.of(LowCardinalityKeyNames.EXCEPTION, (name.isEmpty()) ? error.getClass().getName() : name);
	}

}
