/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.ScheduledQueues.EndingParker;
import io.github.safequeue.engine.ScheduledQueues.Handled;
import io.github.safequeue.engine.ScheduledQueues.StuckOnce;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Schedules;

/**
 * No worker sleeps while an item waits, under schedules that Lincheck chooses. Buffer,
 * worker pool, worker and the signal of the submitters are the queue's own.
 */
class WakeUpLincheckTests {

	private static final String ASLEEP = "the worker sleeps while an item waits";

	private static void twoItems(QueueBuffer buffer, Supplier<Parker> parkers) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(buffer, 1, parkers, handled);
		Worker worker = ScheduledQueues.worker(queue);
		Thread thread = Schedules.start(worker);
		queue.offer("first");
		queue.offer("second");
		Schedules.join(thread);
		ScheduledQueues.goOn(worker);
		Schedules.check(handled.count() == 2, ASLEEP);
	}

	@Test
	void workerSleepsOnlyWhileNothingWaits() {
		Schedules.holds(() -> twoItems(QueueBuffers.bounded(2), EndingParker::new));
	}

	@Test
	void workerOfAnUnboundedQueueSleepsOnlyWhileNothingWaits() {
		Schedules.holds(() -> twoItems(QueueBuffers.unbounded(), EndingParker::new));
	}

	@Test
	void workerThatDoesNotLookAgainIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoItems(new NeverSeen(), EndingParker::new));
	}

	@Test
	void announcementAfterTheLookIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoItems(QueueBuffers.bounded(2), AnnouncesLate::new));
	}

	@Test
	void signalBeforeTheItemIsCaught() {
		Schedules.isCaught(ASLEEP, () -> {
			Handled handled = new Handled();
			DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), handled);
			Worker worker = ScheduledQueues.worker(queue);
			Thread thread = Schedules.start(worker);
			queue.core().pool.signal();
			queue.core().buffer.offer("item");
			Schedules.join(thread);
			ScheduledQueues.goOn(worker);
			Schedules.check(handled.count() == 1, ASLEEP);
		});
	}

	/**
	 * Two submitters find two workers asleep. The worker that is woken first takes one
	 * item and does not come back from its handler.
	 */
	private static void twoWorkers(Consumer<DefaultSafeQueue<Object>> submission) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), 2, EndingParker::new, handled);
		Worker first = ScheduledQueues.worker(queue, 0);
		Worker second = ScheduledQueues.worker(queue, 1);
		first.run();
		second.run();
		Thread submitter = Schedules.start(() -> submission.accept(queue));
		submission.accept(queue);
		Schedules.join(submitter);
		if (ScheduledQueues.wasWoken(first)) {
			first.environment.source.take(first.inFlight);
			first.environment.invoker().invoke(first.inFlight);
		}
		ScheduledQueues.goOn(second);
		Schedules.check(handled.count() == 2, ASLEEP);
	}

	/** Wakes the first that sleeps, and nobody where another submitter was faster. */
	private static void offerAndWakeTheFirst(DefaultSafeQueue<Object> queue) {
		queue.core().buffer.offer("item");
		for (Worker worker : queue.core().pool.workers) {
			if (worker.parker.isAnnounced()) {
				worker.parker.wake(false);
				return;
			}
		}
	}

	@Test
	void itemsOfTwoSubmittersWakeTwoWorkers() {
		Schedules.holds(() -> twoWorkers((queue) -> queue.offer("item")));
	}

	@Test
	void submitterThatWakesNobodyElseIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoWorkers(WakeUpLincheckTests::offerAndWakeTheFirst));
	}

	/** Workers go to sleep and are woken; one of them does not come back. */
	private static void oneOfTwoWorkersIsStuck(QueueBuffer buffer) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(buffer, 2, EndingParker::new, handled);
		queue.core().environment.setInvoker(new StuckOnce(1, queue.core().environment, handled));
		Worker first = ScheduledQueues.worker(queue, 0);
		Worker second = ScheduledQueues.worker(queue, 1);
		first.run();
		Thread one = Schedules.start(() -> ScheduledQueues.goOn(first));
		Thread other = Schedules.start(second);
		queue.offer("one");
		queue.offer("other");
		queue.offer("last");
		Schedules.join(one, other);
		ScheduledQueues.goOn(first, second);
		Schedules.check(handled.count() == 2, ASLEEP);
	}

	@Test
	void itemsBehindOneThatIsStuckAreHandled() {
		Schedules.holds(() -> oneOfTwoWorkersIsStuck(QueueBuffers.bounded(3)));
		Schedules.holds(() -> oneOfTwoWorkersIsStuck(QueueBuffers.unbounded()));
	}

	/** Holds items that the worker's look before it parks does not see. */
	private static final class NeverSeen extends BrokenBuffers.Delegating {

		NeverSeen() {
			super(QueueBuffers.bounded(2));
		}

		@Override
		public long accepted() {
			return 0;
		}

	}

	/** Announces that the worker parks when it does so. */
	private static final class AnnouncesLate extends EndingParker {

		@Override
		void announce(Thread current) {
		}

		@Override
		void park(Object blocker, long nanos) {
			super.announce(Thread.currentThread());
			super.park(blocker, nanos);
		}

	}

}
