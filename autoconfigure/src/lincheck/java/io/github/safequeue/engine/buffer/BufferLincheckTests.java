/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.engine.buffer.WeakenedBuffer.Without;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Buffers are linearizable: whatever several threads do to one, its answers are those of
 * a simple queue to which they did it one after the other.
 */
class BufferLincheckTests {

	static {
		QueueBuffers.warmUp();
	}

	private static void check(Class<?> model, Class<?> specification) {
		options().iterations(Faults.scaled(8, 200))
			.invocationsPerIteration(Faults.scaled(50, 5_000))
			.sequentialSpecification(specification)
			.check(model);
	}

	/** Whatever operations come first, one of a few runs must show the defect. */
	private static void isCaught(Class<?> model, Class<?> specification) {
		ModelCheckingOptions options = options().iterations(50)
			.invocationsPerIteration(50)
			.minimizeFailedScenario(false)
			.sequentialSpecification(specification);
		assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(model))
			.withMessageContaining("Invalid execution results");
	}

	private static ModelCheckingOptions options() {
		return new ModelCheckingOptions().threads(2)
			.actorsBefore(1)
			.actorsPerThread(2)
			.actorsAfter(2)
			.hangingDetectionThreshold(20);
	}

	@ParameterizedTest
	@ValueSource(classes = { One.class, Two.class, Three.class })
	void boundedBufferAnswersLikeAQueueOfItsCapacity(Class<?> model) {
		check(model, (model == One.class) ? OneQueue.class : (model == Two.class) ? TwoQueue.class : ThreeQueue.class);
	}

	@Test
	void unboundedBufferAnswersLikeAQueue() {
		check(Unbounded.class, EndlessQueue.class);
	}

	@Test
	void takerThatIsAloneTakesWithoutTurns() {
		check(TakerAlone.class, ThreeQueue.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Reopened.class, ReopenedUnbounded.class })
	void reopenedBufferAcceptsAgain(Class<?> model) {
		check(model, (model == Reopened.class) ? ThreeQueue.class : EndlessQueue.class);
	}

	@Test
	void elementWaitsUntilItIsReleased() {
		check(Released.class, ReleasedQueue.class);
	}

	@Test
	void weakenedBufferWithoutAWeaknessAnswersLikeAQueue() {
		check(Unweakened.class, ThreeQueue.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { WithoutTurns.class, WithoutCountAtTheClaim.class, WithoutClosingOnTheClaims.class,
			WithoutComparingAtTheClosing.class })
	void weakenedBufferIsCaught(Class<?> model) {
		isCaught(model, (model == WithoutCountAtTheClaim.class) ? OneQueue.class : ThreeQueue.class);
	}

	/** What is done to a buffer. */
	public abstract static class Model {

		final QueueBuffer buffer;

		Model(QueueBuffer buffer) {
			this.buffer = buffer;
		}

		@Operation
		public Admission offer(@Param(gen = IntGen.class, conf = "1:9") int item) {
			return this.buffer.offer(item);
		}

		/** A take waits for an element that was claimed. */
		final Object await(Supplier<Object> taker) {
			Object item = taker.get();
			while (item == null && !this.buffer.isEmpty()) {
				item = taker.get();
			}
			return item;
		}

	}

	/** Submitters and takers. */
	public abstract static class Takes extends Model {

		Takes(QueueBuffer buffer) {
			super(buffer);
		}

		@Operation(blocking = true)
		public Object poll() {
			return await(this.buffer::poll);
		}

	}

	/** Submitters and threads that close. */
	public abstract static class Closes extends Model {

		Closes(QueueBuffer buffer) {
			super(buffer);
		}

		@Operation
		public boolean closeAt(@Param(gen = IntGen.class, conf = "0:2") int accepted) {
			return this.buffer.closeAt(accepted);
		}

		@Operation
		public long accepted() {
			return this.buffer.accepted();
		}

	}

	/** All that several threads may do at the same time. */
	public abstract static class InTurns extends Closes {

		InTurns(QueueBuffer buffer) {
			super(buffer);
		}

		@Operation(blocking = true)
		public Object poll() {
			return await(this.buffer::poll);
		}

		/** Of one: how many of several there are depends on when it looks. */
		@Operation(blocking = true)
		public Object pollBatch() {
			List<Object> items = new ArrayList<>();
			return await(() -> (this.buffer.poll(items, 1) > 0) ? items.get(0) : null);
		}

		@Operation
		public void close() {
			this.buffer.close();
		}

		@Operation
		public boolean isClosed() {
			return this.buffer.isClosed();
		}

		@Operation
		public boolean isEmpty() {
			return this.buffer.isEmpty();
		}

		@Operation
		public boolean hasRoom() {
			return this.buffer.hasRoom(1);
		}

	}

	/** One thread takes, another one closes and opens again. */
	public abstract static class OneOfEach extends Model {

		private boolean closed;

		OneOfEach(QueueBuffer buffer) {
			super(buffer);
		}

		@Operation(blocking = true, nonParallelGroup = "takers")
		public Object poll() {
			return await(this.buffer::pollAlone);
		}

		@Operation(nonParallelGroup = "closers")
		public boolean closeAt(@Param(gen = IntGen.class, conf = "0:2") int accepted) {
			this.closed = this.buffer.closeAt(accepted);
			return this.closed;
		}

		@Operation(nonParallelGroup = "closers")
		public void reopen() {
			if (this.closed) {
				this.closed = false;
				this.buffer.reopen();
			}
		}

	}

	/** What a buffer should answer. */
	public abstract static class Specification {

		private final Queue<Object> items = new ArrayDeque<>();

		private final int capacity;

		private int accepted;

		private boolean closed;

		Specification(int capacity) {
			this.capacity = capacity;
		}

		/** How many wait. */
		int waiting() {
			return this.items.size();
		}

		public Admission offer(int item) {
			if (this.closed) {
				return Admission.CLOSED;
			}
			if (waiting() == this.capacity) {
				return Admission.FULL;
			}
			this.items.add(item);
			this.accepted++;
			return Admission.ACCEPTED;
		}

		public Object poll() {
			return this.items.poll();
		}

		public Object pollBatch() {
			return this.items.poll();
		}

		public boolean closeAt(int number) {
			this.closed |= this.accepted == number;
			return this.closed;
		}

		public void close() {
			this.closed = true;
		}

		public void reopen() {
			this.closed = false;
		}

		public boolean isClosed() {
			return this.closed;
		}

		public long accepted() {
			return this.accepted;
		}

		public boolean isEmpty() {
			return this.items.isEmpty();
		}

		public boolean hasRoom() {
			return waiting() < this.capacity;
		}

	}

	public static class One extends InTurns {

		public One() {
			super(QueueBuffers.bounded(1));
		}

	}

	public static class Two extends InTurns {

		public Two() {
			super(QueueBuffers.bounded(2));
		}

	}

	public static class Three extends InTurns {

		public Three() {
			super(QueueBuffers.bounded(3));
		}

	}

	public static class Unbounded extends InTurns {

		public Unbounded() {
			super(QueueBuffers.unbounded());
		}

	}

	public static class TakerAlone extends OneOfEach {

		public TakerAlone() {
			super(QueueBuffers.bounded(3));
		}

		@Override
		public void reopen() {
		}

	}

	public static class Reopened extends OneOfEach {

		public Reopened() {
			super(QueueBuffers.bounded(3));
		}

	}

	public static class ReopenedUnbounded extends OneOfEach {

		public ReopenedUnbounded() {
			super(QueueBuffers.unbounded());
		}

	}

	public static class Unweakened extends InTurns {

		public Unweakened() {
			super(new WeakenedBuffer(3, Without.NOTHING));
		}

	}

	public static class WithoutTurns extends Takes {

		public WithoutTurns() {
			super(new WeakenedBuffer(3, Without.TURNS));
		}

	}

	public static class WithoutCountAtTheClaim extends Takes {

		public WithoutCountAtTheClaim() {
			super(new WeakenedBuffer(1, Without.COUNT_AT_THE_CLAIM));
		}

	}

	public static class WithoutClosingOnTheClaims extends Closes {

		public WithoutClosingOnTheClaims() {
			super(new WeakenedBuffer(3, Without.CLOSING_ON_THE_CLAIMS));
		}

	}

	public static class WithoutComparingAtTheClosing extends Closes {

		public WithoutComparingAtTheClosing() {
			super(new WeakenedBuffer(3, Without.COMPARING_AT_THE_CLOSING));
		}

	}

	/** What was taken still waits until it is released. */
	public static class Released extends Model {

		private final AtomicLong released;

		public Released() {
			this(new AtomicLong());
		}

		private Released(AtomicLong released) {
			super(QueueBuffers.bounded(2, released::get));
			this.released = released;
		}

		@Operation(blocking = true, nonParallelGroup = "takers")
		public Object poll() {
			return await(this.buffer::pollAlone);
		}

		@Operation(nonParallelGroup = "takers")
		public void release() {
			if (this.released.get() < this.buffer.taken()) {
				this.released.incrementAndGet();
			}
		}

		@Operation
		public void close() {
			this.buffer.close();
		}

	}

	public static class OneQueue extends Specification {

		public OneQueue() {
			super(1);
		}

	}

	public static class TwoQueue extends Specification {

		public TwoQueue() {
			super(2);
		}

	}

	public static class ThreeQueue extends Specification {

		public ThreeQueue() {
			super(3);
		}

	}

	public static class EndlessQueue extends Specification {

		public EndlessQueue() {
			super(Integer.MAX_VALUE);
		}

	}

	public static class ReleasedQueue extends Specification {

		private int unreleased;

		public ReleasedQueue() {
			super(2);
		}

		@Override
		int waiting() {
			return super.waiting() + this.unreleased;
		}

		@Override
		public Object poll() {
			Object item = super.poll();
			if (item != null) {
				this.unreleased++;
			}
			return item;
		}

		public void release() {
			this.unreleased = Math.max(0, this.unreleased - 1);
		}

	}

}
