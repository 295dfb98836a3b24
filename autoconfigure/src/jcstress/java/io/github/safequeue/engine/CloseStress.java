/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * The close: a submitter leaves an item while another thread closes the buffer at the
 * number of items it has seen settled, none.
 */
public final class CloseStress {

	private CloseStress() {
	}

	private static String offer(QueueBuffer buffer) {
		return (buffer.offer("item") == Admission.ACCEPTED) ? "accepted" : "refused";
	}

	private static String close(QueueBuffer buffer) {
		return (buffer.closeAt(0)) ? "closed" : "open";
	}

	private static String poll(QueueBuffer buffer) {
		return (buffer.poll() != null) ? "item there" : "no item";
	}

	@JCStressTest
	@Description("The bounded buffer as it is.")
	@Outcome(id = "accepted, open, item there", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(id = "refused, closed, no item", expect = Expect.ACCEPTABLE, desc = "The close came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An answer is false.")
	@State
	public static class Bounded {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = close(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = poll(this.buffer);
		}

	}

	@JCStressTest
	@Description("The unbounded buffer as it is.")
	@Outcome(id = "accepted, open, item there", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(id = "refused, closed, no item", expect = Expect.ACCEPTABLE, desc = "The close came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An answer is false.")
	@State
	public static class Linked {

		private final QueueBuffer buffer = QueueBuffers.unbounded();

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = close(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = poll(this.buffer);
		}

	}

	@JCStressTest
	@Description("The bounded buffer, closed at once: at the deadline, whatever waits.")
	@Outcome(id = "accepted, closed, item there", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(id = "refused, closed, no item", expect = Expect.ACCEPTABLE, desc = "The close came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An answer is false, or the buffer is open.")
	@State
	public static class BoundedAtOnce {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void closer() {
			this.buffer.close();
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = poll(this.buffer);
			result.r2 = (this.buffer.offer("late") == Admission.CLOSED) ? "closed" : "open";
		}

	}

	@JCStressTest
	@Description("Weakened: closed by a flag that is read before the claim.")
	@Outcome(id = "accepted, open, item there", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(id = "refused, closed, no item", expect = Expect.ACCEPTABLE, desc = "The close came first.")
	@Outcome(id = "accepted, closed, item there", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "Accepted after the last look, as it must be with a flag.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the flag.")
	@State
	public static class WeakenedByFlag {

		private final QueueBuffer buffer = new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
		});

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = close(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = poll(this.buffer);
		}

	}

}
