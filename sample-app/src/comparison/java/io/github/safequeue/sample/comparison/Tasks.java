/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;

/**
 * A queue of tasks with one worker, which main fills as fast as it can, while cleanups
 * and signal handlers use it too.
 */
abstract class Tasks implements AutoCloseable {

	static final int CAPACITY = 64;

	private final Answers mainAnswers = new Answers();

	private final Answers noteAnswers = new Answers();

	private final AtomicLong handled = new AtomicLong();

	private volatile boolean mainInside;

	/**
	 * Create tasks that are handed to {@link BlockingQueue#put}.
	 * @return the tasks
	 */
	static Tasks put() {
		return new Put();
	}

	/**
	 * Create tasks that are handed to {@link CloseableSafeQueue#offer}.
	 * @return the tasks
	 */
	static Tasks offer() {
		return new Offer();
	}

	/** Submit a note, a task that does nothing. Any thread but main. */
	final void note() {
		this.noteAnswers.count(leave(Tasks::readNote));
	}

	private static void readNote() {
		// The note says nothing but that it came.
	}

	/**
	 * Submit a task. Main only.
	 * @param task the task
	 */
	final void submit(Runnable task) {
		this.mainInside = true;
		boolean taken = leave(task);
		this.mainInside = false;
		this.mainAnswers.count(taken);
	}

	/**
	 * Return whether main is submitting at the moment.
	 * @return whether it is
	 */
	final boolean isMainInside() {
		return this.mainInside;
	}

	abstract boolean leave(Runnable task);

	/** Handle a task. The worker only. */
	final void handle(Runnable task) {
		task.run();
		this.handled.incrementAndGet();
	}

	/**
	 * Return whether all that was accepted is handled.
	 * @return whether it is
	 */
	final boolean isSettled() {
		return this.handled.get() == accepted();
	}

	private long accepted() {
		return this.mainAnswers.accepted.get() + this.noteAnswers.accepted.get();
	}

	private long refused() {
		return this.mainAnswers.refused.get() + this.noteAnswers.refused.get();
	}

	void show(Progress progress) {
		progress.show("notesAccepted", this.noteAnswers.accepted::get);
		progress.show("notesRefused", this.noteAnswers.refused::get);
		progress.show("accepted", this::accepted);
		progress.show("refused", this::refused);
		progress.show("handled", this.handled::get);
	}

	@Override
	public abstract void close();

	/** What submitters were answered. */
	private static final class Answers {

		private final AtomicLong accepted = new AtomicLong();

		private final AtomicLong refused = new AtomicLong();

		void count(boolean taken) {
			(taken ? this.accepted : this.refused).incrementAndGet();
		}

	}

	/** A blocking queue and a thread. */
	private static final class Put extends Tasks {

		private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(CAPACITY);

		private final Thread worker = new Thread(this::work, "worker");

		Put() {
			this.worker.setDaemon(true);
			this.worker.start();
		}

		private void work() {
			try {
				for (;;) {
					handle(this.queue.take());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		boolean leave(Runnable task) {
			try {
				this.queue.put(task);
				return true;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		@Override
		public void close() {
			this.worker.interrupt();
		}

	}

	/** A SafeQueue. */
	private static final class Offer extends Tasks {

		private final CloseableSafeQueue<Runnable> queue = SafeQueues.builder()
			.name("tasks")
			.handler(this::handle)
			.capacity(CAPACITY)
			.build();

		@Override
		boolean leave(Runnable task) {
			return this.queue.offer(task);
		}

		@Override
		void show(Progress progress) {
			super.show(progress);
			progress.show("queueAccepted", () -> snapshot().accepted());
			progress.show("queueRefused", () -> snapshot().rejectedFull());
			progress.show("queueHandled", () -> snapshot().handled());
		}

		private SafeQueueSnapshot snapshot() {
			return this.queue.snapshot();
		}

		@Override
		public void close() {
			this.queue.close();
		}

	}

}
