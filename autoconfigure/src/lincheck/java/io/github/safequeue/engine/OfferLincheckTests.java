package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicInteger;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An offer goes on wherever other submitters, takers or the closing thread stand still.
 * Lincheck stops each of them at each step and lets the offer run alone.
 */
class OfferLincheckTests {

	private static void check(Class<?> model) {
		new ModelCheckingOptions().iterations(Faults.scaled(8, 200))
			.invocationsPerIteration(Faults.scaled(50, 5_000))
			.threads(2)
			.actorsBefore(1)
			.actorsPerThread(2)
			.actorsAfter(0)
			.checkObstructionFreedom(true)
			.sequentialSpecification(AnyAnswer.class)
			.check(model);
	}

	@ParameterizedTest
	@ValueSource(classes = { Ring.class, Linked.class })
	void offerWaitsForNoOtherThread(Class<?> model) {
		check(model);
	}

	@ParameterizedTest
	@ValueSource(classes = { Locked.class, WaitsForTaker.class })
	void offerThatWaitsIsCaught(Class<?> model) {
		assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> check(model))
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
			this.buffer.offer("item");
		}

		@Operation(blocking = true)
		public void poll() {
			this.buffer.poll();
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

		public void close() {
		}

	}

	public static class Ring extends Model {

		public Ring() {
			super(new RingBuffer(1));
		}

	}

	public static class Linked extends Model {

		public Linked() {
			super(new LinkedBuffer());
		}

	}

	public static class Locked extends Model {

		public Locked() {
			super(new OffersUnderALock());
		}

	}

	public static class WaitsForTaker extends Model {

		public WaitsForTaker() {
			super(new OffersWhenNobodyTakes());
		}

	}

	private static final class OffersUnderALock extends BrokenBuffers.Delegating {

		OffersUnderALock() {
			super(new RingBuffer(1));
		}

		@Override
		synchronized int offer(Object item) {
			return super.offer(item);
		}

	}

	/** An offer waits until a taker that is at work is done. */
	private static final class OffersWhenNobodyTakes extends BrokenBuffers.Delegating {

		private final AtomicInteger takers = new AtomicInteger();

		OffersWhenNobodyTakes() {
			super(new RingBuffer(1));
		}

		@Override
		int offer(Object item) {
			while (this.takers.get() > 0) {
				Thread.onSpinWait();
			}
			return super.offer(item);
		}

		@Override
		Object poll() {
			this.takers.incrementAndGet();
			Object item = super.poll();
			this.takers.decrementAndGet();
			return item;
		}

	}

}
