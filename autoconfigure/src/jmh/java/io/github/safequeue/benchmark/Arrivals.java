/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.openjdk.jmh.infra.Blackhole;

/**
 * The handler: works for a while, counts, and notes the time of the last item. One thread
 * at a time may handle, unless the arrivals are shared.
 */
@SuppressWarnings("unused") // the padding
public final class Arrivals {

	private static final long LIMIT_NANOS = 120_000_000_000L;

	private static final long LOOK_NANOS = 20_000;

	private final int tokens;

	private final LongAdder shared;

	private final Thread waiter = Thread.currentThread();

	private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

	private long count;

	private long expected;

	private volatile long finishedAt;

	private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

	/**
	 * Create a handler.
	 * @param workNanos about how long it works on an item
	 * @param shared whether several threads handle at a time
	 */
	Arrivals(int workNanos, boolean shared) {
		this.tokens = (workNanos > 0) ? Math.max(1, (int) (workNanos / Calibration.NANOS_PER_TOKEN)) : 0;
		this.shared = (shared) ? new LongAdder() : null;
	}

	/**
	 * Handle an item.
	 * @param item the item
	 */
	public void handle(Item item) {
		if (this.tokens > 0) {
			Blackhole.consumeCPU(this.tokens);
		}
		if (this.shared != null) {
			this.shared.increment();
		}
		else if (++this.count == this.expected) {
			this.finishedAt = System.nanoTime();
			LockSupport.unpark(this.waiter);
		}
	}

	/**
	 * Begin a round. The items' way to the handler makes this visible to it.
	 * @param items how many items are going to come
	 */
	void expect(long items) {
		this.finishedAt = 0;
		this.expected = count() + items;
	}

	/**
	 * Wait for the last item of the round.
	 * @return when it was handled
	 */
	long await() {
		long start = System.nanoTime();
		while (this.finishedAt == 0) {
			LockSupport.parkNanos((this.shared != null) ? LOOK_NANOS : LIMIT_NANOS);
			long now = System.nanoTime();
			if (this.shared != null && this.shared.sum() >= this.expected) {
				this.finishedAt = now;
			}
			if (now - start > LIMIT_NANOS) {
				throw new IllegalStateException("Lost: %d of %d arrived".formatted(count(), this.expected));
			}
		}
		return this.finishedAt;
	}

	/** Fail if more arrived than was sent. */
	void check() {
		if (count() != this.expected) {
			throw new IllegalStateException("Not as many as sent: %d of %d arrived".formatted(count(), this.expected));
		}
	}

	private long count() {
		return (this.shared != null) ? this.shared.sum() : this.count;
	}

	/** How much work is a nanosecond's here. */
	private static final class Calibration {

		static final double NANOS_PER_TOKEN = measure();

		private static double measure() {
			double best = Double.MAX_VALUE;
			for (int i = 0; i < 50; i++) {
				long start = System.nanoTime();
				for (int j = 0; j < 1000; j++) {
					Blackhole.consumeCPU(500);
				}
				best = Math.min(best, (System.nanoTime() - start) / 500_000.0);
			}
			return best;
		}

	}

}
