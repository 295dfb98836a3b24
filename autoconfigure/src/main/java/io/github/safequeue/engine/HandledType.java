/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;

/**
 * Finds out which items a handler takes, as far as its class says.
 */
final class HandledType {

	private HandledType() {
	}

	/**
	 * Return the type of item that a handler takes.
	 * @param handler the handler
	 * @param batch whether it takes lists of items
	 * @return the type, or {@code null} if unknown, as that of a lambda is
	 */
	static @Nullable Class<?> of(WorkHandler<?> handler, boolean batch) {
		ResolvableType type = ResolvableType.forClass(handler.getClass()).as(WorkHandler.class).getGeneric(0);
		return (batch && type.resolve() == List.class) ? type.getGeneric(0).resolve() : type.resolve();
	}

	/**
	 * Refuse a handler that takes other items than its queue holds. Of a queue of
	 * {@link Object}s nothing is known.
	 * @param settings the settings of the queue
	 * @param handler the handler
	 * @throws SafeQueueConfigurationException if both types are known and do not match
	 */
	static void check(QueueSettings settings, WorkHandler<?> handler) {
		Class<?> items = settings.itemType();
		Class<?> handled = (items != null) ? of(handler, settings.batchSize() > 0) : null;
		if (items != null && items != Object.class && handled != null && !handled.isAssignableFrom(items)) {
			throw new SafeQueueConfigurationException(settings.name(),
					"Queue '%s' holds items of type '%s', but its handler %s takes '%s'.".formatted(settings.name(),
							items.getName(), handler.getClass().getName(), handled.getName()),
					"Give it a handler of '%s', or change the type of its items (itemType(...) of the builder)."
						.formatted(items.getName()));
		}
	}

}
