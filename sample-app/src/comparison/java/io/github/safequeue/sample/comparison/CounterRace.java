/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Increments a counter by several threads at a time, and after that by the cleanup of
 * objects that are collected while the counter is in use. Used by one thread.
 */
final class CounterRace {

	static final int THREADS = 4;

	static final int INCREMENTS = 2_000_000;

	static final int CLEANUPS = 5;

	private static final long LIMIT_NANOS = 10_000_000_000L;

	private static final int BLOCKED_FOR_GOOD = 20;

	private static final int INCREMENTS_A_STEP = 5_000;

	private static final int WORK = 100;

	private final Counter counter;

	private final Garbage garbage = new Garbage();

	private final AtomicLong waits = new AtomicLong();

	private final AtomicInteger cleaned = new AtomicInteger();

	private final AtomicInteger waited = new AtomicInteger();

	private final AtomicInteger worked = new AtomicInteger();

	private final AtomicInteger steps = new AtomicInteger();

	CounterRace(Counter counter) {
		this.counter = counter;
	}

	void run(Progress progress) throws Exception {
		progress.steps(INCREMENTS + CLEANUPS, this.steps::get);
		race();
		for (int number = 1; number <= CLEANUPS; number++) {
			collectWhileBusy(number);
			this.steps.incrementAndGet();
		}
		progress.show("increments", () -> INCREMENTS + this.cleaned.get());
		progress.show("counted", this.counter::count);
		progress.show("lost", () -> INCREMENTS + this.cleaned.get() - this.counter.count());
		progress.show("waits", this.waits::get);
		progress.show("waited", this.waited::get);
	}

	private void race() throws InterruptedException {
		AtomicInteger notReady = new AtomicInteger(THREADS);
		List<Thread> threads = new ArrayList<>();
		for (int number = 0; number < THREADS; number++) {
			Thread thread = new Thread(() -> increment(notReady));
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void increment(AtomicInteger notReady) {
		// Asking for the first time waits for classes to be loaded, which is not what is
		// counted.
		waits();
		notReady.decrementAndGet();
		while (notReady.get() > 0) {
			Thread.onSpinWait();
		}
		long before = waits();
		int work = 0;
		for (int count = 0; count < INCREMENTS / THREADS; count++) {
			this.counter.increment();
			work += workBetween(count);
			if (count % INCREMENTS_A_STEP == 0) {
				this.steps.addAndGet(INCREMENTS_A_STEP);
			}
		}
		this.waits.addAndGet(waits() - before);
		this.worked.addAndGet(work);
	}

	/**
	 * What a thread has to do besides, so that the threads meet even on a busy machine.
	 */
	private static int workBetween(int seed) {
		int value = seed;
		for (int step = 0; step < WORK; step++) {
			value = value * 31 + step;
		}
		return value;
	}

	/** Return how often the current thread has waited for a lock or a notification. */
	private static long waits() {
		ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId());
		return info.getBlockedCount() + info.getWaitedCount();
	}

	private void collectWhileBusy(int number) throws InterruptedException {
		this.counter.whileBusy(() -> {
			this.garbage.drop(() -> {
				this.counter.increment();
				this.cleaned.incrementAndGet();
			});
			if (!isCleaned(number)) {
				this.waited.incrementAndGet();
			}
		});
		long start = System.nanoTime();
		while (this.cleaned.get() < number && System.nanoTime() - start < LIMIT_NANOS) {
			Thread.sleep(1);
		}
	}

	/**
	 * Wait until the cleanup has come back, or is seen to wait for the lock.
	 * @return whether it has come back
	 */
	private boolean isCleaned(int number) {
		long start = System.nanoTime();
		int blocked = 0;
		while (this.cleaned.get() < number && blocked < BLOCKED_FOR_GOOD && System.nanoTime() - start < LIMIT_NANOS) {
			System.gc();
			blocked = this.garbage.isBlocked() ? blocked + 1 : 0;
		}
		return this.cleaned.get() >= number;
	}

}
