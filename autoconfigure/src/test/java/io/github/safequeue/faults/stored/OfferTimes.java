/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * How long calls took, in nanoseconds.
 *
 * @param median half of them took no longer
 * @param p99 99 % took no longer
 * @param p999 99.9 % took no longer
 */
record OfferTimes(long median, long p99, long p999) {

	/** A thread may lose its core to others within a call. */
	private static final long SLACK = 10_000_000;

	private static final int FACTOR = 10;

	/**
	 * Call something again and again.
	 * @param calls how often
	 * @param pause how long to wait between calls, in nanoseconds
	 * @param call is given the number of the call
	 */
	static OfferTimes measure(int calls, long pause, IntConsumer call) {
		long[] times = new long[calls];
		for (int i = 0; i < calls; i++) {
			long start = System.nanoTime();
			call.accept(i);
			times[i] = System.nanoTime() - start;
			LockSupport.parkNanos(pause);
		}
		Arrays.sort(times);
		return new OfferTimes(times[calls / 2], times[calls * 99 / 100], times[(int) (calls * 999L / 1000)]);
	}

	/** Whether calls took about as long as others, or less, on a machine with noise. */
	boolean isLike(OfferTimes others) {
		return isLike(this.median, others.median) && isLike(this.p99, others.p99) && isLike(this.p999, others.p999);
	}

	private static boolean isLike(long time, long other) {
		return time <= FACTOR * other + SLACK;
	}

}
