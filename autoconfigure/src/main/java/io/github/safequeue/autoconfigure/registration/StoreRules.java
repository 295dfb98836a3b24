/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.time.Duration;

import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.cleaner.SafeCleaners;
import io.github.safequeue.engine.HandlingSettings;

/**
 * Refuses what works in memory and in no store. Any thread.
 */
final class StoreRules {

	private StoreRules() {
	}

	/**
	 * Refuse items that are not data.
	 * @param queue the queue's name
	 * @param store its store
	 * @param type the type of its items
	 */
	static void checkItems(String queue, String store, Class<?> type) {
		String property = QueueKeys.property(queue, "store");
		if (type == Runnable.class || type == SafeCleaners.itemType()) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but holds tasks: code cannot be written to a store."
						.formatted(queue, store),
					"Remove %s for a queue in memory. Work that must survive the process is data: submit it to a queue with a listener, and give that queue the store."
						.formatted(property));
		}
		if (type == DeadLetter.class) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but holds dead letters, which a store keeps as items without their cause."
						.formatted(queue, store),
					"Let its handler take the items themselves, or remove %s for a queue in memory."
						.formatted(property));
		}
		if (type.getTypeParameters().length > 0) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but its items are of the generic type '%s': what its type parameters stand for is not read back."
						.formatted(queue, store, type.getName()),
					"Hold items of a class without type parameters, such as a record with a field of that type, or remove %s for a queue in memory."
						.formatted(property));
		}
	}

	/**
	 * Refuse settings that no store keeps.
	 * @param queue the queue's name
	 * @param store its store
	 * @param handling how its items are handled
	 * @param propagatedByDefault whether all queues propagate context
	 */
	static void checkHandling(String queue, String store, HandlingSettings handling, boolean propagatedByDefault) {
		RetryPolicy retry = handling.retry();
		Duration timeout = (retry != null) ? retry.getTimeout() : Duration.ZERO;
		if (!timeout.isZero() && !timeout.isNegative()) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but its retry policy has a timeout of %s: the store counts failed attempts, not the time since the first."
						.formatted(queue, store, timeout),
					"Limit the number of retries instead, by %s or maxRetries(...) of the policy; or remove %s for a queue in memory."
						.formatted(QueueKeys.property(queue, "retry.max-retries"), QueueKeys.property(queue, "store")));
		}
		if (handling.propagateContext() && !propagatedByDefault) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but propagates context: thread locals do not travel over a store."
						.formatted(queue, store),
					"Remove %s or propagateContext(...) of the builder, and put what the handler needs into the item; or remove %s for a queue in memory."
						.formatted(QueueKeys.property(queue, "propagate-context"), QueueKeys.property(queue, "store")));
		}
	}

}
