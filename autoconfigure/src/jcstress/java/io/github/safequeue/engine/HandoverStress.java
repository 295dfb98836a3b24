/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The handover: a single worker takes alone, without a turn, until it reads that the
 * queue was stopped; the closing thread takes what is left once it knows that the worker
 * takes nothing more.
 */
public final class HandoverStress {

	private static final String HANDED_OVER = "handed over";

	private static final String NOT_YET = "not yet";

	private static final String EACH_ONCE = "each once";

	private HandoverStress() {
	}

	@JCStressTest
	@Description("The worker and the closing thread as they are.")
	@Outcome(id = "handed over, each once", expect = Expect.ACCEPTABLE, desc = "The closing thread took the rest.")
	@Outcome(id = "not yet, each once", expect = Expect.ACCEPTABLE, desc = "The closing thread would look again.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An item was taken twice or got lost.")
	public static class Single {

		@Actor
		public void worker(Stop stop) {
			stop.work();
		}

		@Actor
		public void closer(Stop stop, LL_Result result) {
			result.r1 = stop.takeOver(() -> stop.core.pool.isHandedOver());
		}

		@Arbiter
		public void afterwards(Stop stop, LL_Result result) {
			result.r2 = stop.count();
		}

	}

	@JCStressTest
	@Description("Weakened: the closing thread reads the worker's phase without a handshake.")
	@Outcome(id = "handed over, each once", expect = Expect.ACCEPTABLE, desc = "The closing thread took the rest.")
	@Outcome(id = "not yet, each once", expect = Expect.ACCEPTABLE, desc = "The closing thread would look again.")
	@Outcome(id = "handed over, (twice|lost)", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "Both took at the same time, as they must without a fence between phase and run state.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the lack of a handshake.")
	public static class WeakenedWithoutHandshake {

		@Actor
		public void worker(Stop stop) {
			stop.work();
		}

		@Actor
		public void closer(Stop stop, LL_Result result) {
			result.r1 = stop.takeOver(() -> !stop.inFlight.isTaking());
		}

		@Arbiter
		public void afterwards(Stop stop, LL_Result result) {
			result.r2 = stop.count();
		}

	}

	/** A queue that is stopped while its worker handles item after item. */
	@State
	public static class Stop {

		private static final int ITEMS = 32;

		private final QueueCore core = StressQueues.core(ITEMS, 1, (item) -> ((AtomicInteger) item).incrementAndGet());

		private final Worker worker = this.core.pool.workers.get(0);

		private final InFlight inFlight = this.worker.inFlight;

		private final AtomicInteger[] items = new AtomicInteger[ITEMS];

		private final Meeting meeting = new Meeting();

		public Stop() {
			for (int i = 0; i < ITEMS; i++) {
				this.items[i] = new AtomicInteger();
				this.core.buffer.offer(this.items[i]);
			}
		}

		void work() {
			this.inFlight.thread = Thread.currentThread();
			this.meeting.attend();
			this.worker.work();
		}

		String takeOver(Knowledge handedOver) {
			this.meeting.attend();
			this.core.runState.set(RunState.STOPPED);
			if (!handedOver.isHandedOver()) {
				return NOT_YET;
			}
			take();
			return HANDED_OVER;
		}

		private void take() {
			List<Object> rest = new ArrayList<>();
			this.core.source.drainTo(rest);
			rest.forEach((item) -> ((AtomicInteger) item).incrementAndGet());
		}

		/** Afterwards: what was not taken is in the buffer. */
		String count() {
			take();
			String found = EACH_ONCE;
			for (AtomicInteger item : this.items) {
				if (item.get() > 1) {
					return "twice";
				}
				if (item.get() == 0) {
					found = "lost";
				}
			}
			return found;
		}

	}

	/** How the closing thread knows that it may take. */
	interface Knowledge {

		boolean isHandedOver();

	}

}
