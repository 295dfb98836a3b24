/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.concurrent.atomic.AtomicLong;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The admission to a bounded buffer: exactly as many items wait as may wait, and there is
 * a place for each item that was accepted.
 */
public final class AdmissionStress {

	private AdmissionStress() {
	}

	private static String offer(QueueBuffer buffer) {
		return (buffer.offer("second") == Admission.ACCEPTED) ? "accepted" : "full";
	}

	private static String poll(QueueBuffer buffer) {
		Object element = buffer.poll();
		return (element == null) ? "nothing" : element.toString();
	}

	private static int count(QueueBuffer buffer) {
		int waiting = 0;
		while (buffer.poll() != null) {
			waiting++;
		}
		return waiting;
	}

	@JCStressTest
	@Description("Two submitters, and room for one.")
	@Outcome(id = "accepted, full, 1", expect = Expect.ACCEPTABLE, desc = "The first one came first.")
	@Outcome(id = "full, accepted, 1", expect = Expect.ACCEPTABLE, desc = "The second one came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "More was accepted than may wait, or the room was left empty.")
	@State
	public static class LastPlace {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void first(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void second(LLL_Result result) {
			result.r2 = offer(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = count(this.buffer);
		}

	}

	@JCStressTest
	@Description("Weakened: two submitters look for room, and leave their item then.")
	@Outcome(id = "accepted, full, 1", expect = Expect.ACCEPTABLE, desc = "The first one came first.")
	@Outcome(id = "full, accepted, 1", expect = Expect.ACCEPTABLE, desc = "The second one came first.")
	@Outcome(id = "accepted, accepted, 2", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "More was accepted than may wait, as it must be where the claim does not compare.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the claim.")
	@State
	public static class WeakenedLook {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		private String lookAndOffer() {
			return (this.buffer.isEmpty()) ? offer(this.buffer) : "full";
		}

		@Actor
		public void first(LLL_Result result) {
			result.r1 = lookAndOffer();
		}

		@Actor
		public void second(LLL_Result result) {
			result.r2 = lookAndOffer();
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = count(this.buffer);
		}

	}

	@JCStressTest
	@Description("A submitter, and a taker that makes room for it.")
	@Outcome(id = "accepted, first, second", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "full, first, nothing", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "What was accepted found no place, or was refused and is there.")
	@State
	public static class FreedPlace {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		public FreedPlace() {
			this.buffer.offer("first");
		}

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void taker(LLL_Result result) {
			result.r2 = poll(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = poll(this.buffer);
		}

	}

	@JCStressTest
	@Description("The same where what was taken still waits until it is released, as items with keys do.")
	@Outcome(id = "accepted, first, 2", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "full, first, 1", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "What was accepted found no place, or was refused and is there.")
	@State
	public static class ReleasedPlace extends FullBuffer {

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void taker(LLL_Result result) {
			result.r2 = poll(this.buffer);
			this.released.setRelease(1);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = count(this.buffer);
		}

	}

	@JCStressTest
	@Description("Weakened: what still waits is released, and taken then.")
	@Outcome(id = "accepted, first, 2", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "full, first, 1", expect = Expect.ACCEPTABLE, desc = "The submitter came first.")
	@Outcome(id = "accepted, first, 1", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "What was accepted found no place, as it must where more is released than was taken.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the release.")
	@State
	public static class WeakenedRelease extends FullBuffer {

		@Actor
		public void submitter(LLL_Result result) {
			result.r1 = offer(this.buffer);
		}

		@Actor
		public void taker(LLL_Result result) {
			this.released.setRelease(1);
			result.r2 = poll(this.buffer);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = count(this.buffer);
		}

	}

	/**
	 * A buffer whose queue has no more places than may be claimed, each of them taken.
	 */
	abstract static class FullBuffer {

		final AtomicLong released = new AtomicLong();

		final QueueBuffer buffer = new BoundedBuffer(2, this.released::get, 2);

		FullBuffer() {
			this.buffer.offer("first");
			this.buffer.offer("other");
		}

	}

}
