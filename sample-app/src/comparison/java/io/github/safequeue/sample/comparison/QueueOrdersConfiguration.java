/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

/**
 * An application that submits its last orders to a queue. As many orders are written at a
 * time as the task executor has core threads.
 */
@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
class QueueOrdersConfiguration {

	@Bean
	OrderStore orderStore() {
		return new OrderStore();
	}

	@Bean
	OrderListener orderListener(OrderStore store) {
		return new OrderListener(store);
	}

	@Bean
	LastOrderSubmitter lastOrderSubmitter(SafeQueue<LastOrder> lastOrders) {
		return new LastOrderSubmitter(lastOrders::offer);
	}

	/**
	 * Writes the orders of the queue.
	 */
	static class OrderListener {

		private final OrderStore store;

		OrderListener(OrderStore store) {
			this.store = store;
		}

		@SafeQueueListener(queues = "lastOrders", concurrency = "8")
		void on(LastOrder order) {
			this.store.write(order);
		}

	}

}
