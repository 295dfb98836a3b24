/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what handlers are called with. Any thread.
 */
final class Tally {

	private static final long LIMIT_SECONDS = 60;

	private final AtomicLong handled = new AtomicLong();

	private volatile CountDownLatch left = new CountDownLatch(0);

	/** Wait for so many items from now on. */
	void expect(int items) {
		this.left = new CountDownLatch(items);
	}

	void handled(int items) {
		this.handled.addAndGet(items);
		CountDownLatch latch = this.left;
		for (int i = 0; i < items; i++) {
			latch.countDown();
		}
	}

	long handled() {
		return this.handled.get();
	}

	void await(String contender) throws InterruptedException {
		CountDownLatch latch = this.left;
		if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("%s: %d items did not arrive".formatted(contender, latch.getCount()));
		}
	}

}
