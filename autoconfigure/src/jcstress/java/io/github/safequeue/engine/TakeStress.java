/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * Taking: the thread that takes an item sees what its submitter wrote into it, and no
 * other thread takes it.
 */
public final class TakeStress {

	private TakeStress() {
	}

	private static String look(Object element) {
		Letter letter = (Letter) element;
		return (letter == null) ? "nothing yet" : (letter.text == null) ? "empty letter" : letter.text;
	}

	private static String take(Object element) {
		return (element != null) ? "item" : "nothing";
	}

	private static String rest(QueueBuffer buffer) {
		return (buffer.isEmpty() && buffer.poll() == null) ? "empty" : "left";
	}

	@JCStressTest
	@Description("An item's plain fields, through the bounded buffer, by a taker in its turn.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The taker sees what the submitter wrote.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was published before what it holds.")
	@State
	public static class BoundedContents {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void submitter() {
			this.buffer.offer(new Letter("written"));
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer.poll());
		}

	}

	@JCStressTest
	@Description("An item's plain fields, through the bounded buffer, by a taker that is alone.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The taker sees what the submitter wrote.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was published before what it holds.")
	@State
	public static class BoundedContentsAlone {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void submitter() {
			this.buffer.offer(new Letter("written"));
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer.pollAlone());
		}

	}

	@JCStressTest
	@Description("An item's plain fields, through the unbounded buffer.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The taker sees what the submitter wrote.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was published before what it holds.")
	@State
	public static class LinkedContents {

		private final QueueBuffer buffer = QueueBuffers.unbounded();

		@Actor
		public void submitter() {
			this.buffer.offer(new Letter("written"));
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer.poll());
		}

	}

	@JCStressTest
	@Description("Weakened: the item is left, and written into then.")
	@Outcome(id = "nothing yet", expect = Expect.ACCEPTABLE, desc = "The taker came first.")
	@Outcome(id = "written", expect = Expect.ACCEPTABLE, desc = "The submitter had gone on.")
	@Outcome(id = "empty letter", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "The taker sees the item without what it holds, as it must in this order.")
	@State
	public static class WeakenedContents {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		@Actor
		public void submitter() {
			Letter letter = new Letter(null);
			this.buffer.offer(letter);
			letter.text = "written";
		}

		@Actor
		public void taker(L_Result result) {
			result.r1 = look(this.buffer.poll());
		}

	}

	@JCStressTest
	@Description("A worker and the closing thread take from a bounded buffer with one item.")
	@Outcome(id = "item, nothing, empty", expect = Expect.ACCEPTABLE, desc = "The worker took it.")
	@Outcome(id = "nothing, item, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread took it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was taken twice or by nobody.")
	@State
	public static class BoundedTakers {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		public BoundedTakers() {
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer.poll());
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = take(this.buffer.poll());
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	@JCStressTest
	@Description("Two workers take from a bounded buffer with two items.")
	@Outcome(id = "item, item, empty", expect = Expect.ACCEPTABLE, desc = "Each took one.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An item was taken twice, or a worker found none where one waits.")
	@State
	public static class BoundedTwoItems {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		public BoundedTwoItems() {
			this.buffer.offer("item");
			this.buffer.offer("item");
		}

		@Actor
		public void first(LLL_Result result) {
			result.r1 = take(this.buffer.poll());
		}

		@Actor
		public void second(LLL_Result result) {
			result.r2 = take(this.buffer.poll());
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	@JCStressTest
	@Description("A worker takes an item, the closing thread all that waits, from a bounded buffer with two.")
	@Outcome(id = "item, 1, empty", expect = Expect.ACCEPTABLE, desc = "The worker came first, or in between.")
	@Outcome(id = "nothing, 2, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread came first.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An item was taken twice or by nobody.")
	@State
	public static class BoundedTakerOfAll {

		private final QueueBuffer buffer = QueueBuffers.bounded(2);

		public BoundedTakerOfAll() {
			this.buffer.offer("item");
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer.poll());
		}

		@Actor
		public void closer(LLL_Result result) {
			List<Object> all = new ArrayList<>();
			result.r2 = this.buffer.poll(all, Integer.MAX_VALUE);
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	@JCStressTest
	@Description("Weakened: a worker and the closing thread take, and neither waits for its turn.")
	@Outcome(id = "item, nothing, empty", expect = Expect.ACCEPTABLE, desc = "The worker took it.")
	@Outcome(id = "nothing, item, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread took it.")
	@Outcome(id = "item, item, empty", expect = Expect.ACCEPTABLE_INTERESTING,
			desc = "Both took it, as they must without turns.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Not explained by the lack of turns.")
	@State
	public static class WeakenedWithoutTurns {

		private final QueueBuffer buffer = QueueBuffers.bounded(1);

		public WeakenedWithoutTurns() {
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer.pollAlone());
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = take(this.buffer.pollAlone());
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	@JCStressTest
	@Description("A worker and the closing thread take from an unbounded buffer with one item.")
	@Outcome(id = "item, nothing, empty", expect = Expect.ACCEPTABLE, desc = "The worker took it.")
	@Outcome(id = "nothing, item, empty", expect = Expect.ACCEPTABLE, desc = "The closing thread took it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The item was taken twice or by nobody.")
	@State
	public static class LinkedTakers {

		private final QueueBuffer buffer = QueueBuffers.unbounded();

		public LinkedTakers() {
			this.buffer.offer("item");
		}

		@Actor
		public void worker(LLL_Result result) {
			result.r1 = take(this.buffer.poll());
		}

		@Actor
		public void closer(LLL_Result result) {
			result.r2 = take(this.buffer.poll());
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	@JCStressTest
	@Description("Two workers take from an unbounded buffer with two items.")
	@Outcome(id = "item, item, empty", expect = Expect.ACCEPTABLE, desc = "Each took one.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "An item was taken twice, or a worker found none where one waits.")
	@State
	public static class LinkedTwoItems {

		private final QueueBuffer buffer = QueueBuffers.unbounded();

		public LinkedTwoItems() {
			this.buffer.offer("item");
			this.buffer.offer("item");
		}

		@Actor
		public void first(LLL_Result result) {
			result.r1 = take(this.buffer.poll());
		}

		@Actor
		public void second(LLL_Result result) {
			result.r2 = take(this.buffer.poll());
		}

		@Arbiter
		public void afterwards(LLL_Result result) {
			result.r3 = rest(this.buffer);
		}

	}

	private static final class Letter {

		private String text;

		Letter(String text) {
			this.text = text;
		}

	}

}
