/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.engine.buffer.WeakenedBuffer.Without;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An offer goes on wherever other submitters, takers or the closing thread stand still, a
 * taker that has its turn included. Lincheck stops each of them at each step and lets the
 * offer run alone.
 */
class OfferLincheckTests {

	static {
		QueueBuffers.warmUp();
	}

	private static ModelCheckingOptions options() {
		return new ModelCheckingOptions().threads(2)
			.actorsBefore(1)
			.actorsPerThread(2)
			.actorsAfter(0)
			.checkObstructionFreedom(true)
			.sequentialSpecification(AnyAnswer.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Bounded.class, Unbounded.class })
	void offerWaitsForNoOtherThread(Class<?> model) {
		options().iterations(Faults.scaled(8, 200)).invocationsPerIteration(Faults.scaled(50, 5_000)).check(model);
	}

	@ParameterizedTest
	@ValueSource(classes = { Locked.class, WaitsForTaker.class })
	void offerThatWaitsIsCaught(Class<?> model) {
		ModelCheckingOptions options = options().iterations(50).invocationsPerIteration(50);
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> options.minimizeFailedScenario(false).check(model))
			.withMessageContaining("should be non-blocking");
	}

	/** Takers may wait for each other, so only they are declared to block. */
	public abstract static class Model {

		private final QueueBuffer buffer;

		Model(QueueBuffer buffer) {
			this.buffer = buffer;
		}

		@Operation
		public void offer() {
			this.buffer.offer("element");
		}

		@Operation(blocking = true)
		public void poll() {
			this.buffer.poll();
		}

		@Operation(blocking = true)
		public void pollBatch() {
			this.buffer.poll(new ArrayList<>(), 2);
		}

		@Operation
		public void close() {
			this.buffer.closeAt(3);
		}

	}

	/** Only progress matters here. */
	public static class AnyAnswer {

		public void offer() {
		}

		public void poll() {
		}

		public void pollBatch() {
		}

		public void close() {
		}

	}

	public static class Bounded extends Model {

		public Bounded() {
			super(QueueBuffers.bounded(1));
		}

	}

	public static class Unbounded extends Model {

		public Unbounded() {
			super(QueueBuffers.unbounded());
		}

	}

	public static class Locked extends Model {

		public Locked() {
			super(new OffersUnderALock());
		}

	}

	public static class WaitsForTaker extends Model {

		public WaitsForTaker() {
			super(new WeakenedBuffer(1, Without.LOCK_FREEDOM));
		}

	}

	private static final class OffersUnderALock extends WeakenedBuffer {

		OffersUnderALock() {
			super(1, Without.NOTHING);
		}

		@Override
		public synchronized Admission offer(Object element) {
			return super.offer(element);
		}

	}

}
