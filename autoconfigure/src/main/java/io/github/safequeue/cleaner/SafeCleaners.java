/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Makes cleaners.
 */
public final class SafeCleaners {

	private SafeCleaners() {
	}

	/**
	 * Return the type of the items in the queue of a cleaner.
	 * @return the type
	 */
	public static Class<? extends Runnable> itemType() {
		return Registration.class;
	}

	/**
	 * Return what handles the items in the queue of a cleaner.
	 * @return the handler
	 */
	public static WorkHandler<?> handler() {
		return (WorkHandler<Registration>) Registration::work;
	}

	/**
	 * Make a cleaner.
	 * @param queue the queue whose workers run the actions, without limit and with items
	 * of {@link #itemType()}
	 * @param cleanOnClose whether to run on close what is still registered
	 * @return the cleaner
	 * @throws SafeQueueConfigurationException if the queue has a limit
	 */
	@SuppressWarnings("unchecked")
	public static CloseableSafeCleaner on(ManagedQueue<?> queue, boolean cleanOnClose) {
		if (queue.capacity() != Integer.MAX_VALUE) {
			throw new SafeQueueConfigurationException(queue.name(),
					"Queue '%s' has a capacity of %d: an action that is handed over to it could be refused."
						.formatted(queue.name(), queue.capacity()),
					"Leave safequeue.queues.%s.capacity out, and set no capacity in a SafeQueueCustomizer."
						.formatted(queue.name()));
		}
		return new QueueSafeCleaner((ManagedQueue<Registration>) queue, cleanOnClose);
	}

}
