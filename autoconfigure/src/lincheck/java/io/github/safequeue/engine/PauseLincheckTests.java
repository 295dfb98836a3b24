/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.ScheduledQueues.EndingParker;
import io.github.safequeue.engine.ScheduledQueues.Handled;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Schedules;

/**
 * What pausing, resuming and suspending promise, under schedules that Lincheck chooses.
 * Run state, worker and buffer are the queue's own.
 */
class PauseLincheckTests {

	private static final String ASLEEP = "the worker rests though the queue was resumed";

	private static final String TOO_MANY = "more than one item was started after the pause";

	private static final String STARTED = "an item was started after the suspension";

	private static void offerWhilePaused(Consumer<DefaultSafeQueue<?>> resume) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), handled);
		Worker worker = ScheduledQueues.worker(queue);
		Thread thread = Schedules.start(worker);
		queue.pause();
		queue.offer("item");
		resume.accept(queue);
		Schedules.join(thread);
		ScheduledQueues.goOn(worker);
		Schedules.check(handled.count() == 1, ASLEEP);
	}

	@Test
	void whatWasAcceptedWhilePausedIsHandledAfterResume() {
		Schedules.holds(() -> offerWhilePaused(DefaultSafeQueue::resume));
	}

	@Test
	void resumeThatWakesNobodyIsCaught() {
		Schedules.isCaught(ASLEEP, () -> offerWhilePaused((queue) -> queue.core().runState.clear(RunState.PAUSED)));
	}

	@Test
	void resumeThatWakesFirstIsCaught() {
		Schedules.isCaught(ASLEEP, () -> offerWhilePaused((queue) -> {
			queue.core().pool.wakeAll();
			queue.core().runState.clear(RunState.PAUSED);
		}));
	}

	/** A single worker takes alone, one of several takes turns. */
	private static void pauseWhileItemsWait(int concurrency, Consumer<Worker> duty) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), concurrency, EndingParker::new,
				handled);
		Worker worker = ScheduledQueues.worker(queue);
		queue.offer("first");
		queue.offer("second");
		Thread thread = Schedules.start(() -> duty.accept(worker));
		queue.pause();
		int before = handled.count();
		Schedules.join(thread);
		Schedules.check(handled.count() <= before + 1, TOO_MANY);
	}

	@Test
	void workerStartsOnlyWhatItWasAboutToTakeWhenPaused() {
		Schedules.holds(() -> pauseWhileItemsWait(1, Worker::run));
	}

	@Test
	void oneOfSeveralWorkersStartsOnlyWhatItWasAboutToTakeWhenPaused() {
		Schedules.holds(() -> pauseWhileItemsWait(2, Worker::run));
	}

	@Test
	void workerThatReadsTheRunStateOnceForAllItemsIsCaught() {
		Schedules.isCaught(TOO_MANY, () -> pauseWhileItemsWait(1, (worker) -> {
			boolean more = worker.runState.mayStart();
			while (more) {
				more = TakesUnannounced.takeAndHandle(worker);
			}
		}));
	}

	private static void suspendWhileItemsCome(int concurrency, boolean announces) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), concurrency, EndingParker::new,
				handled);
		WorkerPool pool = queue.core().pool;
		Worker worker = (announces) ? ScheduledQueues.worker(queue) : new TakesUnannounced(pool);
		worker.startThread();
		queue.offer("first");
		queue.suspend(Fixtures.LIMIT);
		int before = handled.count();
		queue.offer("second");
		Schedules.join(worker.thread());
		ScheduledQueues.goOn(worker);
		Schedules.check(handled.count() == before, STARTED);
	}

	@Test
	void nothingIsStartedOnceTheQueueIsSuspended() {
		Schedules.holds(() -> suspendWhileItemsCome(1, true));
		Schedules.holds(() -> suspendWhileItemsCome(2, true));
	}

	@Test
	void workerThatTakesUnannouncedIsCaught() {
		Schedules.isCaught(STARTED, () -> suspendWhileItemsCome(1, false));
	}

	/** Looks as if it rested, and announces neither that it takes nor that it took. */
	private static final class TakesUnannounced extends Worker {

		TakesUnannounced(WorkerPool pool) {
			super(pool.environment, pool.newInFlight());
			this.looks = 0;
			this.parker = new EndingParker();
			pool.workers.add(this);
		}

		static boolean takeAndHandle(Worker worker) {
			WorkerEnvironment environment = worker.environment;
			Object item = environment.source.buffer.poll();
			if (item == null) {
				return false;
			}
			worker.inFlight.assign(item);
			environment.invoker().invoke(worker.inFlight);
			worker.inFlight.end(true);
			return true;
		}

		@Override
		boolean work() {
			return this.runState.mayStart() && takeAndHandle(this);
		}

		@Override
		boolean hasWork() {
			return this.environment.source.hasWork();
		}

		@Override
		boolean isAtRest() {
			return true;
		}

	}

}
