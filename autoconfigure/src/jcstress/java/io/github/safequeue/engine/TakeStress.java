package io.github.safequeue.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Taking: whoever takes an item sees what its submitter wrote into it, and nobody else
 * takes it.
 */
public final class TakeStress {

	private TakeStress() {
	}

	private static String look(QueueBuffer buffer) {
		Letter letter = (Letter) buffer.poll();
		return (letter == null) ? "nothing yet" : (letter.text == null) ? "empty letter" : letter.text;
	}

	private static String take(QueueBuffer buffer) {
		return (buffer.poll() != null) ? "item" : "nothing";
	}

	@JCStressTest
	@Description("An item's plain fields, through the bounded inbox.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The taker sees what the submitter wrote.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was published before what it holds.")
	@State
	public static class RingContents {

		private final QueueBuffer buffer = new RingBuffer(1);

		@Actor
		public void submitter() {
			Letter letter = new Letter();
			letter.text = "written";
			this.buffer.offer(letter);
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer);
		}

	}

	@JCStressTest
	@Description("An item's plain fields, through the unbounded inbox.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The taker sees what the submitter wrote.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was published before what it holds.")
	@State
	public static class LinkedContents {

		private final QueueBuffer buffer = new LinkedBuffer();

		@Actor
		public void submitter() {
			Letter letter = new Letter();
			letter.text = "written";
			this.buffer.offer(letter);
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer);
		}

	}

	@JCStressTest
	@Description("A worker and the closing thread take from a bounded inbox with one item.")
	@Outcome(id = "item, nothing, empty", expect = Expect.ACCEPTABLE, desc = "The worker took it.")
	@Outcome(id = "nothing, item, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread took it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was taken twice or by nobody.")
	@State
	public static class RingTakers {

		private final QueueBuffer buffer = new RingBuffer(1);

		public RingTakers() {
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer);
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = take(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = (this.buffer.isEmpty() && this.buffer.poll() == null) ? "empty" : "left";
		}

	}

	@JCStressTest
	@Description("A worker and the closing thread take from an unbounded inbox with one item.")
	@Outcome(id = "item, nothing, empty", expect = Expect.ACCEPTABLE, desc = "The worker took it.")
	@Outcome(id = "nothing, item, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread took it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was taken twice or by nobody.")
	@State
	public static class LinkedTakers {

		private final QueueBuffer buffer = new LinkedBuffer();

		public LinkedTakers() {
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer);
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = take(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = (this.buffer.isEmpty() && this.buffer.poll() == null) ? "empty" : "left";
		}

	}

	private static final class Letter {

		private String text;

	}

}
