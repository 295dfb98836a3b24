package io.github.safequeue.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Conservation: whoever reads what is settled, then what was started, then what was
 * accepted, never reads more settled than started or more started than accepted.
 */
public final class QueueCountersStress {

	private QueueCountersStress() {
	}

	private static String tell(long settled, long started, long accepted) {
		return (settled <= started && started <= accepted) ? "adds up" : "does not add up";
	}

	@JCStressTest
	@Description("The figures in the order in which a snapshot reads them.")
	@Outcome(id = "adds up", expect = Expect.ACCEPTABLE, desc = "The law of conservation holds.")
	@Outcome(id = "does not add up", expect = Expect.FORBIDDEN, desc = "More came out than went in.")
	public static class Snapshot {

		@Actor
		public void worker(Way way) {
			way.go();
		}

		@Actor
		public void reader(Way way, L_Result result) {
			long settled = way.inFlight.handled();
			long started = way.buffer.taken();
			result.r1 = tell(settled, started, way.buffer.accepted());
		}

	}

	@JCStressTest
	@Description("Weakened: the figures in the order of the items' way.")
	@Outcome(id = "adds up", expect = Expect.ACCEPTABLE, desc = "Nothing moved meanwhile.")
	@Outcome(id = "does not add up", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "More came out than went in, as it must in this order.")
	public static class WeakenedOrder {

		@Actor
		public void worker(Way way) {
			way.go();
		}

		@Actor
		public void reader(Way way, L_Result result) {
			long accepted = way.buffer.accepted();
			long started = way.buffer.taken();
			result.r1 = tell(way.inFlight.handled(), started, accepted);
		}

	}

	/** What an item passes. */
	@State
	public static class Way {

		private final QueueBuffer buffer = new RingBuffer(1);

		private final InFlight inFlight = new InFlight("q", 1, false);

		void go() {
			this.buffer.offer("item");
			this.buffer.poll();
			this.inFlight.countHandled(1);
		}

	}

}
