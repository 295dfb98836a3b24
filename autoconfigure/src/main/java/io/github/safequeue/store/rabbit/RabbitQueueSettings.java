/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.StoredQueueSettings;

/**
 * The settings of one queue's place in RabbitMQ.
 *
 * @param queue the name of the quorum queue
 * @param maxDeliveries how many deliveries without an outcome an item gets
 * @param singleActiveConsumer whether one consumer of all instances gets the items at a
 * time
 * @param prefetch how many items the broker delivers ahead, or {@code null} for a number
 * that keeps all handlers busy
 */
public record RabbitQueueSettings(String queue, int maxDeliveries, boolean singleActiveConsumer,
		@Nullable Integer prefetch) {

	private static final int LEAST = 10;

	/** As much as Spring's listener containers have. */
	private static final int FAST = 250;

	/** The protocol has two bytes for it. */
	static final int MOST = 65_535;

	/** The exchange that dead letters are published to. */
	String deadLetterExchange() {
		return this.queue + ".dlx";
	}

	/** The queue that keeps dead letters. */
	String deadLetterQueue() {
		return this.queue + ".dlq";
	}

	/**
	 * How many items the broker delivers ahead: twice what is handled at a time, and more
	 * where handlers are fast. It takes another consumer to change it, so that it stays
	 * with a single active one.
	 */
	Prefetch prefetch(StoredQueueSettings handling) {
		if (this.prefetch != null) {
			return new Prefetch(this.prefetch, this.prefetch);
		}
		long twice = 2L * handling.concurrency() * Math.max(1, handling.batchSize());
		int first = (int) Math.min(MOST, Math.max(LEAST, twice));
		return new Prefetch(first, this.singleActiveConsumer ? first : Math.max(FAST, first));
	}

}
