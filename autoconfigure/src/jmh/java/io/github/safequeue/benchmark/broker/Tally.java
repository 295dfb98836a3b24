/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.broker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is handled, and measures from the first item to the last. Any thread.
 */
final class Tally {

	private final int expected;

	private final AtomicInteger handled = new AtomicInteger();

	private final CountDownLatch done = new CountDownLatch(1);

	private volatile long begin;

	private volatile long end;

	Tally(int expected) {
		this.expected = expected;
	}

	void handled() {
		int number = this.handled.incrementAndGet();
		if (number == 1) {
			this.begin = System.nanoTime();
		}
		if (number == this.expected) {
			this.end = System.nanoTime();
			this.done.countDown();
		}
	}

	/** Wait for the last item, and return how many were handled a second. */
	double rate() throws InterruptedException {
		if (!this.done.await(5, TimeUnit.MINUTES)) {
			throw new IllegalStateException("Only %d of %d were handled".formatted(this.handled.get(), this.expected));
		}
		return (this.expected - 1) * 1e9 / (this.end - this.begin);
	}

}
