/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Moves a number of items from a number of threads to the handler, and times it from the
 * moment when all threads are ready until the last item was handled.
 */
final class Round {

	private Round() {
	}

	/**
	 * Move items.
	 * @param contender by what
	 * @param arrivals the handler
	 * @param items what
	 * @param producers how many threads hand over
	 * @param each how many items each of them hands over
	 * @return the time in nanoseconds
	 */
	static long run(Contender contender, Arrivals arrivals, Item[] items, int producers, long each) {
		arrivals.expect(producers * each);
		AtomicLong start = new AtomicLong();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CyclicBarrier ready = new CyclicBarrier(producers, () -> start.set(System.nanoTime()));
		for (int i = 0; i < producers; i++) {
			Thread thread = new Thread(() -> {
				try {
					ready.await();
					contender.produce(items, each);
				}
				catch (Throwable ex) {
					failure.set(ex);
				}
			}, "producer");
			thread.setDaemon(true);
			thread.start();
		}
		long end = arrivals.await();
		if (failure.get() != null) {
			throw new IllegalStateException(failure.get());
		}
		return end - start.get();
	}

}
