/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Builds queues with a store. Any thread.
 */
public final class StoredQueues {

	private StoredQueues() {
	}

	/**
	 * Build a queue with a store.
	 * @param builder the settings of the queue, complete
	 * @param provider opens the store
	 * @param format how the items are written
	 * @param handled whether this application handles the items
	 * @return the queue, not started
	 */
	public static ManagedQueue<?> build(ManagedQueueBuilder builder, StoreProvider provider, ItemFormat format,
			boolean handled) {
		HandlingSettings handling = builder.handling();
		ItemStore store = provider.open(new StoredQueueSettings(String.valueOf(builder.settings().name()),
				handling.key() != null, handled, handling.concurrency(), handling.batchSize()));
		return StoredQueue.build(builder, provider.type(), store, format, handled);
	}

	/**
	 * Build a queue that behaves as one with a store and keeps its items in memory, for
	 * tests that handle the items step by step.
	 * @param builder the settings of the queue, complete
	 * @param format how the items are written
	 * @param handled whether this application handles the items
	 * @return the queue, not started
	 */
	public static ManagedQueue<?> inMemory(ManagedQueueBuilder builder, ItemFormat format, boolean handled) {
		return InMemoryDurableQueue.build(builder, format, handled);
	}

}
