/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.springframework.core.Ordered;

/**
 * Keeps observations of handler calls from making meters: queues have a timer for these
 * calls already, {@code safequeue.handling}. Of the handlers that make meters, Spring
 * Boot registers the first that supports a context.
 */
public final class NoHandleTimer implements MeterObservationHandler<SafeQueueHandleContext>, Ordered {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SafeQueueHandleContext;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
