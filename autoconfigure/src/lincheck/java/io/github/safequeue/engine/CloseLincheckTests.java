/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.ScheduledQueues.Handled;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Schedules;

/**
 * The close protocol of one queue under schedules that Lincheck chooses. Buffer, worker,
 * drain and collector are the queue's own.
 */
class CloseLincheckTests {

	private static final String UNSETTLED = "closed with an accepted item unsettled";

	private static final String FOLLOW_UP = "what a handler added was refused";

	/** Tries to close, and checks that nothing accepted is left if that worked. */
	private static boolean tryClose(Drain drain, QueueCore queue) {
		boolean closed = drain.tryClose();
		Schedules.check(!closed || queue.counters.settled() == queue.accepted(), UNSETTLED);
		return closed;
	}

	private static Drain begin(QueueCore queue) {
		Drain drain = new Drain(List.of(queue), 0, 0, 0);
		queue.closing().set(drain);
		queue.beginDraining();
		drain.begun = true;
		return drain;
	}

	private static void offerWhileClosing(QueueBuffer buffer) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(buffer, handled);
		AtomicInteger accepted = new AtomicInteger();
		Thread submitter = Schedules.start(() -> {
			if (queue.offer("item")) {
				accepted.incrementAndGet();
			}
		});
		Drain drain = begin(queue.core());
		Worker worker = ScheduledQueues.worker(queue);
		while (!tryClose(drain, queue.core())) {
			worker.work();
		}
		Schedules.join(submitter);
		Schedules.check(!queue.offer("late"), "accepted after the closing");
		Schedules.check(handled.count() == accepted.get(), UNSETTLED);
	}

	@Test
	void acceptedItemIsSettledBeforeTheQueueCloses() {
		Schedules.holds(() -> offerWhileClosing(QueueBuffers.bounded(2)));
	}

	@Test
	void acceptedItemIsSettledBeforeTheUnboundedQueueCloses() {
		Schedules.holds(() -> offerWhileClosing(QueueBuffers.unbounded()));
	}

	@Test
	void flagThatIsReadBeforeTheClaimIsCaught() {
		Schedules.isCaught(UNSETTLED, () -> offerWhileClosing(new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
		})));
	}

	/** The handler of one item adds another one. */
	private static void handlerAddsMore(boolean settlesFirst) {
		AtomicInteger refused = new AtomicInteger();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), (item) -> {
		});
		queue.offer("first");
		Thread thread = Schedules.start(() -> {
			InFlight inFlight = ScheduledQueues.worker(queue).inFlight;
			inFlight.beginTaking();
			queue.core().source.take(inFlight);
			if (settlesFirst) {
				inFlight.countHandled();
			}
			refused.addAndGet((queue.offer("follow-up")) ? 0 : 1);
			if (!settlesFirst) {
				inFlight.countHandled();
			}
			inFlight.end(false);
		});
		Drain drain = begin(queue.core());
		drain.tryClose();
		Schedules.join(thread);
		Schedules.check(refused.get() == 0, FOLLOW_UP);
	}

	@Test
	void queueStaysOpenForWhatItsHandlersAdd() {
		Schedules.holds(() -> handlerAddsMore(false));
	}

	@Test
	void itemThatIsSettledBeforeItsHandlerReturnsIsCaught() {
		Schedules.isCaught(FOLLOW_UP, () -> handlerAddsMore(true));
	}

	/** What is taken away from the end of the time. */
	private enum Without {

		NOTHING, HANDING_OVER

	}

	/** The time is over: worker, submitter and collecting thread meet. */
	private static void stopWhileItemsCome(QueueBuffer buffer, int concurrency, Without without) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(buffer, concurrency, ScheduledQueues.EndingParker::new,
				handled);
		QueueCore core = queue.core();
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger left = new AtomicInteger();
		queue.offer("first");
		Thread submitter = Schedules.start(() -> {
			if (queue.offer("second")) {
				accepted.incrementAndGet();
			}
		});
		Thread thread = Schedules.start(ScheduledQueues.worker(queue));
		core.stop();
		int before = handled.count();
		collector(core, without).collect((elements) -> {
			left.addAndGet(elements.size());
			core.collector.countUndelivered(elements.size());
		}, () -> true);
		Schedules.join(submitter, thread);
		ScheduledQueues.goOn(ScheduledQueues.worker(queue));
		Schedules.check(handled.count() <= before + 1, "an item was started after the stop");
		Schedules.check(handled.count() + left.get() == 1 + accepted.get(), UNSETTLED);
		Schedules.check(core.counters.settled() == core.accepted() && core.accepted() == 1 + accepted.get(), UNSETTLED);
	}

	private static UndeliveredCollector collector(QueueCore queue, Without without) {
		return (without == Without.HANDING_OVER)
				? new UndeliveredCollector(queue.settings, queue.source, new NotWaitedFor(queue.pool),
						new UndeliveredReporter(queue.settings, queue.environment.threads, queue.pool.inFlights))
				: queue.collector;
	}

	@Test
	void eachItemIsEitherHandledOrCollectedWhenTheTimeIsOver() {
		Schedules.holds(() -> stopWhileItemsCome(QueueBuffers.bounded(2), 1, Without.NOTHING));
		Schedules.holds(() -> stopWhileItemsCome(QueueBuffers.bounded(2), 2, Without.NOTHING));
		Schedules.holds(() -> stopWhileItemsCome(QueueBuffers.unbounded(), 1, Without.NOTHING));
	}

	@Test
	void collectingBesideAWorkerThatTakesAloneIsCaught() {
		Schedules.isCaught(UNSETTLED, () -> stopWhileItemsCome(QueueBuffers.bounded(2), 1, Without.HANDING_OVER));
	}

	@Test
	void flagThatIsReadBeforeTheClaimIsCaughtWhenTheTimeIsOver() {
		Schedules.isCaught(UNSETTLED, () -> stopWhileItemsCome(new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
		}), 1, Without.NOTHING));
	}

	/** Says at once that nobody takes alone any more. */
	private static final class NotWaitedFor extends WorkerPool {

		NotWaitedFor(WorkerPool pool) {
			super(pool.environment, pool.inFlights, pool.workers);
		}

		@Override
		void signal() {
		}

		@Override
		void replace(InFlight inFlight) {
		}

	}

}
