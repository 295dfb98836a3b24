/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Schedules;

/**
 * Queues for scenarios of {@link Schedules}. They handle; their workers were not started,
 * do not spin, and end where they would sleep. No watchdog looks at them.
 */
final class ScheduledQueues {

	static {
		// Classes are initialized before Lincheck looks, so that all runs are alike.
		DefaultSafeQueue<Object> queue = queue(QueueBuffers.bounded(2), new Handled());
		queue.offer("item");
		worker(queue).run();
		queue.core().stop();
		UndeliveredCollector collector = queue.core().collector;
		collector.collect((elements) -> collector.report(elements, UndeliveredWork.Reason.CLOSED), () -> true);
		queue.snapshot();
	}

	private ScheduledQueues() {
	}

	static DefaultSafeQueue<Object> queue(QueueSettings settings, QueueBuffer buffer, Supplier<Parker> parkers,
			WorkHandler<Object> handler) {
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(settings, handler, Fixtures.LIMIT, buffer);
		queue.core().runState.clear(RunState.SUSPENDED);
		for (Worker worker : queue.core().pool.workers) {
			worker.looks = 0;
			worker.parker = parkers.get();
		}
		return queue;
	}

	static DefaultSafeQueue<Object> queue(QueueBuffer buffer, int concurrency, Supplier<Parker> parkers,
			WorkHandler<Object> handler) {
		return queue(Fixtures.settings(2, concurrency, new Outcomes()), buffer, parkers, handler);
	}

	static DefaultSafeQueue<Object> queue(QueueBuffer buffer, WorkHandler<Object> handler) {
		return queue(buffer, 1, EndingParker::new, handler);
	}

	static Worker worker(DefaultSafeQueue<?> queue) {
		return worker(queue, 0);
	}

	static Worker worker(DefaultSafeQueue<?> queue, int number) {
		return queue.core().pool.workers.get(number);
	}

	/** Go on in the place of workers that ended, as often as one of them was woken. */
	static void goOn(Worker... workers) {
		boolean woken = true;
		while (woken) {
			woken = false;
			for (Worker worker : workers) {
				if (wasWoken(worker)) {
					woken = true;
					worker.run();
				}
			}
		}
	}

	/** Whether a worker that ended was woken. It no longer counts as asleep then. */
	static boolean wasWoken(Worker worker) {
		EndingParker parker = (EndingParker) worker.parker;
		boolean woken = parker.permit.compareAndSet(EndingParker.GIVEN, EndingParker.NONE);
		if (woken && parker.announced) {
			parker.awake();
			worker.unparked();
		}
		return woken;
	}

	/** A parker whose worker ends where its thread would sleep. */
	static class EndingParker extends Parker {

		private static final int NONE = 0;

		private static final int GIVEN = 1;

		private static final int ASLEEP = 2;

		private final AtomicInteger permit = new AtomicInteger(NONE);

		private boolean announced;

		@Override
		void announce(Thread current) {
			this.announced = true;
			super.announce(current);
		}

		@Override
		void awake() {
			this.announced = false;
			super.awake();
		}

		@Override
		void park(Object blocker, long nanos) {
			if (this.permit.compareAndSet(NONE, ASLEEP)) {
				throw new IllegalStateException("asleep");
			}
			this.permit.set(NONE);
		}

		@Override
		void unpark(Thread thread) {
			this.permit.set(GIVEN);
		}

	}

	/** One call ends its worker, which has its item in flight for good. */
	static final class StuckOnce extends HandlerInvoker {

		private final int stuck;

		private final AtomicInteger calls = new AtomicInteger();

		/**
		 * Create an invoker.
		 * @param stuck the number of the call, from 1
		 */
		StuckOnce(int stuck, WorkerEnvironment environment, WorkHandler<?> handler) {
			super(environment.settings, environment.runState, environment.source, handler, () -> {
			}, (elements) -> {
			});
			this.stuck = stuck;
		}

		@Override
		void invoke(InFlight inFlight) {
			if (this.calls.incrementAndGet() == this.stuck) {
				throw new IllegalStateException("stuck");
			}
			super.invoke(inFlight);
		}

	}

	/** Counts the calls. */
	static final class Handled implements WorkHandler<Object> {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void handle(Object item) {
			this.count.incrementAndGet();
		}

		int count() {
			return this.count.get();
		}

	}

}
