/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Claims that are not published: a submitter stood still between the two and goes on
 * while its element is given up. The element is found, or given up and found later.
 */
public final class UnpublishedStress {

	private UnpublishedStress() {
	}

	private static String giveUp(QueueBuffer buffer) {
		List<Object> found = new ArrayList<>();
		return inWords(found, buffer.giveUpUnpublished(found));
	}

	private static String inWords(List<Object> found, int givenUp) {
		return String.join(" and ", found.stream().map(Object::toString).toList()) + " found, " + givenUp + " given up";
	}

	private static String late(QueueBuffer buffer) {
		Object element = buffer.pollLate();
		return (element == null) ? "nothing" : element.toString();
	}

	@JCStressTest
	@Description("A place of the JCTools queue is filled while it is given up, and an element stands behind it.")
	@Outcome(id = "late and behind found, 0 given up, nothing", expect = Expect.ACCEPTABLE, desc = "Just in time.")
	@Outcome(id = "behind found, 1 given up, late", expect = Expect.ACCEPTABLE, desc = "Too late, and found later.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The element was lost, found twice, or nothing was missed.")
	@State
	public static class Place {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		private final UnpublishedClaim claim = UnpublishedClaim.of(this.buffer);

		public Place() {
			this.buffer.offer("behind");
			this.buffer.close();
		}

		@Actor
		public void submitter() {
			this.claim.publish("late");
		}

		@Actor
		public void closer(LL_Result result) {
			result.r1 = giveUp(this.buffer);
		}

		@Arbiter
		public void afterwards(LL_Result result) {
			result.r2 = late(this.buffer);
		}

	}

	@JCStressTest
	@Description("A submitter that was admitted goes on to the JCTools queue while its element is given up.")
	@Outcome(id = "first and late found, 0 given up, nothing", expect = Expect.ACCEPTABLE, desc = "Just in time.")
	@Outcome(id = "first found, 1 given up, late", expect = Expect.ACCEPTABLE, desc = "Too late, and found later.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The element was lost, found twice, or nothing was missed.")
	@State
	public static class Admitted {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		public Admitted() {
			this.buffer.offer("first");
			UnpublishedClaim.admitOnly(this.buffer);
			this.buffer.close();
		}

		@Actor
		public void submitter() {
			UnpublishedClaim.publishAdmitted(this.buffer, "late");
		}

		@Actor
		public void closer(LL_Result result) {
			result.r1 = giveUp(this.buffer);
		}

		@Arbiter
		public void afterwards(LL_Result result) {
			result.r2 = late(this.buffer);
		}

	}

	@JCStressTest
	@Description("What was given up is published while it is looked for.")
	@Outcome(id = "nothing, late", expect = Expect.ACCEPTABLE, desc = "The next look finds it.")
	@Outcome(id = "late, nothing", expect = Expect.ACCEPTABLE, desc = "Found, once.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The element was lost or found twice.")
	@State
	public static class Late {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		public Late() {
			this.buffer.offer("first");
			UnpublishedClaim.admitOnly(this.buffer);
			this.buffer.close();
			this.buffer.giveUpUnpublished(new ArrayList<>());
		}

		@Actor
		public void submitter() {
			UnpublishedClaim.publishAdmitted(this.buffer, "late");
		}

		@Actor
		public void watchdog(LL_Result result) {
			result.r1 = late(this.buffer);
		}

		@Arbiter
		public void afterwards(LL_Result result) {
			result.r2 = late(this.buffer);
		}

	}

	@JCStressTest
	@Description("Weakened: what is missing is counted by a second look.")
	@Outcome(id = "first and late found, 0 given up, nothing", expect = Expect.ACCEPTABLE, desc = "Just in time.")
	@Outcome(id = "first found, 1 given up, nothing", expect = Expect.ACCEPTABLE, desc = "Too late for both looks.")
	@Outcome(id = "first found, 0 given up, nothing", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "The element was lost between the looks, as it must be with two.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the second look.")
	@State
	public static class WeakenedByTwoLooks {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		public WeakenedByTwoLooks() {
			this.buffer.offer("first");
			UnpublishedClaim.admitOnly(this.buffer);
			this.buffer.close();
		}

		@Actor
		public void submitter() {
			UnpublishedClaim.publishAdmitted(this.buffer, "late");
		}

		@Actor
		public void closer(LL_Result result) {
			List<Object> found = new ArrayList<>();
			this.buffer.peek(found);
			List<Object> again = new ArrayList<>();
			this.buffer.peek(again);
			long waiting = this.buffer.accepted() - this.buffer.taken();
			result.r1 = inWords(found, (int) waiting - again.size());
		}

		@Arbiter
		public void afterwards(LL_Result result) {
			result.r2 = late(this.buffer);
		}

	}

}
