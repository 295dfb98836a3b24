/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.concurrent.CountDownLatch;

import io.github.safequeue.SafeQueueListener;

/**
 * A handler that needs a lock which another thread has for long.
 */
class Stock {

	private int reserved;

	@SafeQueueListener("orders")
	void on(Order order) {
		reserve(order.quantity());
	}

	void reserve(int quantity) {
		synchronized (this) {
			this.reserved += quantity;
		}
	}

	synchronized int reserved() {
		return this.reserved;
	}

	synchronized void count(CountDownLatch begun, CountDownLatch end) throws InterruptedException {
		begun.countDown();
		end.await();
	}

	record Order(String customer, int quantity) {
	}

}
