/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

/**
 * Conservation: a thread that reads what is settled, then what was started, then what was
 * accepted, never reads more settled than started or more started than accepted.
 */
public final class QueueCountersStress {

	private static final String ADDS_UP = "adds up";

	private static final String DOES_NOT = "does not add up";

	private QueueCountersStress() {
	}

	@JCStressTest
	@Description("A snapshot while an item is accepted, taken and handled.")
	@Outcome(id = ADDS_UP, expect = Expect.ACCEPTABLE, desc = "The law of conservation holds.")
	@Outcome(id = DOES_NOT, expect = Expect.FORBIDDEN, desc = "More came out than went in.")
	public static class Snapshot {

		@Actor
		public void worker(Way way) {
			way.go();
		}

		@Actor
		public void reader(Way way, L_Result result) {
			SafeQueueSnapshot snapshot = way.core.counters.snapshot(SafeQueueState.RUNNING);
			long found = snapshot.handled() + snapshot.size() + snapshot.inFlight();
			result.r1 = (snapshot.accepted() == found) ? ADDS_UP : DOES_NOT;
		}

	}

	@JCStressTest
	@Description("Weakened: the figures in the order of the items' way.")
	@Outcome(id = ADDS_UP, expect = Expect.ACCEPTABLE, desc = "Nothing moved meanwhile.")
	@Outcome(id = DOES_NOT, expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "More came out than went in, as it must in this order.")
	public static class WeakenedOrder {

		@Actor
		public void worker(Way way) {
			way.go();
		}

		@Actor
		public void reader(Way way, L_Result result) {
			long accepted = way.core.counters.accepted();
			long started = way.core.source.started();
			long settled = way.core.counters.settled();
			result.r1 = (settled <= started && started <= accepted) ? ADDS_UP : DOES_NOT;
		}

	}

	/** What an item passes. */
	@State
	public static class Way {

		private final QueueCore core = StressQueues.core(1, 1, (item) -> {
		});

		private final InFlight inFlight = this.core.pool.inFlights.get(0);

		void go() {
			this.core.buffer.offer("item");
			this.core.source.takeAlone(this.inFlight);
			this.inFlight.countHandled();
		}

	}

}
