/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * The wake-up: a worker announces and then looks for items, a submitter leaves an item
 * and then looks at the announcement.
 */
public final class WakeUpStress {

	private WakeUpStress() {
	}

	private static String look(QueueBuffer buffer) {
		return (buffer.isEmpty()) ? "worker sees nothing" : "worker sees the item";
	}

	@JCStressTest
	@Description("The parker and the bounded buffer as they are.")
	@Outcome(id = "woken, worker sees nothing", expect = Expect.ACCEPTABLE, desc = "The submitter wakes the worker.")
	@Outcome(id = "not woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "The worker stays awake.")
	@Outcome(id = "woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "Both: one wake-up too many.")
	@Outcome(id = "not woken, worker sees nothing", expect = Expect.FORBIDDEN, desc = "The wake-up is lost.")
	@State
	public static class Bounded {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		private final Parker parker = new QuietParker();

		@Actor
		public void submitter(LL_Result result) {
			this.buffer.offer("item");
			result.r1 = (this.parker.wake(false)) ? "woken" : "not woken";
		}

		@Actor
		public void worker(LL_Result result) {
			this.parker.announce(Thread.currentThread());
			result.r2 = look(this.buffer);
		}

	}

	@JCStressTest
	@Description("The parker and the unbounded buffer as they are.")
	@Outcome(id = "woken, worker sees nothing", expect = Expect.ACCEPTABLE, desc = "The submitter wakes the worker.")
	@Outcome(id = "not woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "The worker stays awake.")
	@Outcome(id = "woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "Both: one wake-up too many.")
	@Outcome(id = "not woken, worker sees nothing", expect = Expect.FORBIDDEN, desc = "The wake-up is lost.")
	@State
	public static class Linked {

		private final QueueBuffer buffer = QueueBuffers.unbounded();

		private final Parker parker = new QuietParker();

		@Actor
		public void submitter(LL_Result result) {
			this.buffer.offer("item");
			result.r1 = (this.parker.wake(false)) ? "woken" : "not woken";
		}

		@Actor
		public void worker(LL_Result result) {
			this.parker.announce(Thread.currentThread());
			result.r2 = look(this.buffer);
		}

	}

	@JCStressTest
	@Description("Weakened: the announcement is no fence. The lost wake-up must show, or this hardware proves nothing.")
	@Outcome(id = "woken, worker sees nothing", expect = Expect.ACCEPTABLE, desc = "The submitter wakes the worker.")
	@Outcome(id = "not woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "The worker stays awake.")
	@Outcome(id = "woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "Both: one wake-up too many.")
	@Outcome(id = "not woken, worker sees nothing", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "The wake-up is lost, as it must be without the fence.")
	@State
	public static class WeakenedWithoutFence {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		private final AtomicBoolean announced = new AtomicBoolean();

		@Actor
		public void submitter(LL_Result result) {
			this.buffer.offer("item");
			result.r1 = (this.announced.getAcquire()) ? "woken" : "not woken";
		}

		@Actor
		public void worker(LL_Result result) {
			this.announced.setRelease(true);
			result.r2 = look(this.buffer);
		}

	}

	@JCStressTest
	@Description("The pool of one worker as it is: a submitter reads first how many workers park.")
	@Outcome(id = "woken, worker sees nothing", expect = Expect.ACCEPTABLE, desc = "The submitter wakes the worker.")
	@Outcome(id = "not woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "The worker stays awake.")
	@Outcome(id = "woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "Both: one wake-up too many.")
	@Outcome(id = "not woken, worker sees nothing", expect = Expect.FORBIDDEN, desc = "The wake-up is lost.")
	public static class Pool {

		@Actor
		public void submitter(OneWorker one) {
			one.submit();
		}

		@Actor
		public void worker(OneWorker one, LL_Result result) {
			one.meeting.attend();
			one.worker.parking();
			one.worker.parker.announce(Thread.currentThread());
			result.r2 = look(one.core.buffer);
		}

		@Arbiter
		public void afterwards(OneWorker one, LL_Result result) {
			result.r1 = one.answer();
		}

	}

	@JCStressTest
	@Description("Weakened: the worker is counted among those that park after it has looked for items.")
	@Outcome(id = "woken, worker sees nothing", expect = Expect.ACCEPTABLE, desc = "The submitter wakes the worker.")
	@Outcome(id = "not woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "The worker stays awake.")
	@Outcome(id = "woken, worker sees the item", expect = Expect.ACCEPTABLE, desc = "Both: one wake-up too many.")
	@Outcome(id = "not woken, worker sees nothing", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "The wake-up is lost, as it must be in this order.")
	public static class WeakenedCount {

		@Actor
		public void submitter(OneWorker one) {
			one.submit();
		}

		@Actor
		public void worker(OneWorker one, LL_Result result) {
			one.meeting.attend();
			one.worker.parker.announce(Thread.currentThread());
			result.r2 = look(one.core.buffer);
			Thread.onSpinWait();
			one.worker.parking();
		}

		@Arbiter
		public void afterwards(OneWorker one, LL_Result result) {
			result.r1 = one.answer();
		}

	}

	@JCStressTest
	@Description("Two workers: one has the first item, the other is about to park. The first submitter looks for a "
			+ "worker, finds none, and meanwhile one parks and a second item is left.")
	@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "A submitter wakes the worker for the second item.")
	@Outcome(id = "asleep", expect = Expect.FORBIDDEN, desc = "The second item waits behind the first one's handler.")
	@State
	public static class NextSubmitter {

		private final QueueCore core = StressQueues.core(2, 2, (item) -> {
		});

		private final Worker worker = this.core.pool.workers.get(0);

		private final BusyParker busy = new BusyParker();

		public NextSubmitter() {
			this.worker.parker = new QuietParker();
			this.core.pool.workers.get(1).parker = this.busy;
			this.core.buffer.offer("first");
			this.core.buffer.poll();
			this.worker.parking();
		}

		@Actor
		public void firstSubmitter() {
			this.core.pool.signal();
		}

		@Actor
		public void workerAndSecondSubmitter() {
			this.busy.begin.attend();
			this.worker.parker.announce(Thread.currentThread());
			if (!this.worker.hasWork()) {
				this.core.buffer.offer("second");
				this.core.pool.signal();
			}
			this.busy.end.attend();
		}

		@Arbiter
		public void afterwards(L_Result result) {
			result.r1 = (this.worker.parker.isAnnounced()) ? "asleep" : "woken";
		}

	}

	@JCStressTest
	@Description("Two submitters wake one worker that has announced that it parks.")
	@Outcome(id = "woken, not woken, awake", expect = Expect.ACCEPTABLE, desc = "The first one wakes it.")
	@Outcome(id = "not woken, woken, awake", expect = Expect.ACCEPTABLE, desc = "The second one wakes it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody or both wake it, or it still counts as parked.")
	@State
	public static class TwoSubmitters {

		private final Parker parker = new QuietParker();

		public TwoSubmitters() {
			this.parker.announce(Thread.currentThread());
		}

		@Actor
		public void first(LLL_Result result) {
			result.r1 = (this.parker.wake(false)) ? "woken" : "not woken";
		}

		@Actor
		public void second(LLL_Result result) {
			result.r2 = (this.parker.wake(false)) ? "woken" : "not woken";
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = (this.parker.isAnnounced()) ? "parked" : "awake";
		}

	}

	@JCStressTest(Mode.Termination)
	@Description("A worker that really parks takes the item that was left for it.")
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The worker took the item.")
	@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The worker sleeps while the item waits.")
	@State
	public static class Sleeper {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		private final Parker parker = new Parker();

		@Actor
		public void worker() {
			while (this.buffer.poll() == null) {
				this.parker.announce(Thread.currentThread());
				if (this.buffer.isEmpty()) {
					this.parker.park(this, Long.MAX_VALUE);
				}
				this.parker.awake();
			}
		}

		@Signal
		public void submitter() {
			this.buffer.offer("item");
			this.parker.wake(false);
		}

	}

	/** The pool of a queue with one worker. */
	@State
	public static class OneWorker {

		private final QueueCore core = StressQueues.core(1, 1, (item) -> {
		});

		private final Worker worker = this.core.pool.workers.get(0);

		private final Meeting meeting = new Meeting();

		public OneWorker() {
			this.worker.parker = new QuietParker();
		}

		void submit() {
			this.meeting.attend();
			this.core.buffer.offer("item");
			this.core.pool.signal();
		}

		String answer() {
			return (this.worker.parker.isAnnounced()) ? "not woken" : "woken";
		}

	}

	/** Of a worker that does not park: to look at it takes as long as the other actor. */
	private static final class BusyParker extends Parker {

		private final Meeting begin = new Meeting();

		private final Meeting end = new Meeting();

		@Override
		boolean wake(boolean stamp) {
			this.begin.attend();
			this.end.attend();
			return false;
		}

	}

	/** Gives no permit: the harness needs its threads' permits itself. */
	private static final class QuietParker extends Parker {

		@Override
		void unpark(Thread thread) {
		}

	}

}
