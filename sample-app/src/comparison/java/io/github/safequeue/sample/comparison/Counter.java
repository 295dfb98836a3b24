/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.time.Duration;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;

/**
 * A counter that several threads increment. Any thread.
 */
interface Counter extends AutoCloseable {

	/** Add one. */
	void increment();

	/**
	 * Run something while the counter is in the middle of being used, as a step of an
	 * increment would.
	 * @param action what to run
	 * @throws InterruptedException if interrupted before it was run
	 */
	void whileBusy(Runnable action) throws InterruptedException;

	/**
	 * Return the count. To be called once all threads have done.
	 * @return the count
	 */
	int count();

	@Override
	default void close() {
	}

	/**
	 * A counter that nothing guards.
	 */
	final class Plain implements Counter {

		private volatile int count;

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate") // what the scenario shows
		public void increment() {
			this.count++;
		}

		@Override
		public void whileBusy(Runnable action) {
			action.run();
		}

		@Override
		public int count() {
			return this.count;
		}

	}

	/**
	 * A counter behind a lock.
	 */
	final class Locked implements Counter {

		private int count;

		@Override
		public synchronized void increment() {
			this.count++;
		}

		@Override
		public synchronized void whileBusy(Runnable action) {
			action.run();
		}

		@Override
		public synchronized int count() {
			return this.count;
		}

	}

	/**
	 * A counter that belongs to the one worker of a queue.
	 */
	final class Owned implements Counter {

		private static final Duration LIMIT = Duration.ofSeconds(30);

		private final CloseableSafeQueue<Runnable> queue;

		private final Runnable add = this::add;

		private int count;

		/**
		 * Create the counter.
		 * @param capacity how many increments may wait
		 */
		Owned(int capacity) {
			this.queue = SafeQueues.builder().name("counter").handler(Runnable::run).capacity(capacity).build();
		}

		private void add() {
			this.count++;
		}

		@Override
		public void increment() {
			submit(this.add);
		}

		private void submit(Runnable action) {
			if (!this.queue.offer(action)) {
				throw new IllegalStateException("The queue refused " + action);
			}
		}

		@Override
		public void whileBusy(Runnable action) throws InterruptedException {
			submit(action);
			this.queue.awaitQuiescence(LIMIT);
		}

		@Override
		public int count() {
			close();
			return this.count;
		}

		@Override
		public void close() {
			this.queue.close();
		}

	}

}
