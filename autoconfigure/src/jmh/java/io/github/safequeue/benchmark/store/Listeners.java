/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.List;

import io.github.safequeue.SafeQueueListener;

/**
 * Listener methods that only count. The name of the queue is a property.
 */
final class Listeners {

	private Listeners() {
	}

	/** Takes items one by one. */
	record Single(Tally tally) {

		@SafeQueueListener("${queue}")
		void on(Order order) {
			this.tally.handled(1);
		}

	}

	/** Takes batches. */
	record Batch(Tally tally) {

		@SafeQueueListener("${queue}")
		void on(List<Order> orders) {
			this.tally.handled(orders.size());
		}

	}

	/** Takes items of a customer in order. */
	record Keyed(Tally tally) {

		@SafeQueueListener(queues = "${queue}", key = "customer")
		void on(Order order) {
			this.tally.handled(1);
		}

	}

	/** Takes batches, and items of a customer in order. */
	record KeyedBatch(Tally tally) {

		@SafeQueueListener(queues = "${queue}", key = "customer")
		void on(List<Order> orders) {
			this.tally.handled(orders.size());
		}

	}

}
