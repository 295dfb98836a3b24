/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The law of conservation, and that no answer of {@code offer} is false, while queues
 * close under fire. The system property {@code tests.faults=large} makes it long.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class ConservationTests {

	private static final int PRODUCERS = 8;

	private static final int CLOSES = Faults.scaled(150, 10_000);

	enum Shape {

		ONE, MANY, BATCH, UNBOUNDED, LANES, VIRTUAL, TINY;

		SafeQueueBuilder apply(SafeQueueBuilder builder, Outcomes outcomes) {
			builder.capacity((this == UNBOUNDED) ? 0 : (this == TINY) ? 1 : 16);
			builder.concurrency((this == ONE || this == BATCH) ? 1 : 3);
			builder.virtualThreads(this == VIRTUAL && WorkerThreads.supportsVirtual());
			if (this == LANES) {
				builder.key((item) -> ((Integer) item) % 5);
			}
			if (this == BATCH) {
				return builder.batchHandler((List<Object> items) -> {
					failSome(items.get(0));
					items.forEach(outcomes::handled);
				}, 4);
			}
			return builder.handler((item) -> {
				failSome(item);
				outcomes.handled(item);
			});
		}

		private static void failSome(Object item) {
			if (((Integer) item) % 11 == 0) {
				throw new IllegalArgumentException("on purpose");
			}
			if (((Integer) item) % 13 == 0) {
				throw new AssertionError("on purpose");
			}
		}

	}

	@ParameterizedTest
	@EnumSource
	void holdsWhileProducersPausesFailuresAndClosesRace(Shape shape) throws Exception {
		try (Closings closings = new Closings("eight producers against close")) {
			for (int close = 0; close < CLOSES; close++) {
				Outcomes outcomes = new Outcomes();
				// Some closings have no time at all and leave items behind.
				Duration drainTimeout = (close % 3 == 0) ? Duration.ZERO : Fixtures.LIMIT;
				SafeQueueBuilder builder = SafeQueues.builder()
					.name("q")
					.deadLetterHandler(outcomes)
					.undeliveredWorkHandler(outcomes)
					.drainTimeout(drainTimeout);
				CloseableSafeQueue<Object> queue = shape.apply(builder, outcomes).build();
				fire(queue, outcomes, close, () -> closings.time(drainTimeout, queue::close));
				closings.ended(outcomes);
				assertBalanced(queue.snapshot(), outcomes);
			}
		}
	}

	private static void fire(CloseableSafeQueue<Object> queue, Outcomes outcomes, int round, Runnable close)
			throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(PRODUCERS);
		AtomicBoolean stop = new AtomicBoolean();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < PRODUCERS; i++) {
			int producer = i;
			threads.add(new Thread(() -> {
				begun.countDown();
				for (int n = 0, late = 0; late < 3 && n < 400; n++) {
					boolean accepted = outcomes.offer(queue, n * PRODUCERS + producer);
					late += (!accepted && stop.get()) ? 1 : 0;
					if (!accepted || n % 8 == 0) {
						LockSupport.parkNanos(20_000);
					}
				}
			}));
		}
		threads.add(new Thread(() -> {
			while (!stop.get()) {
				queue.pause();
				SafeQueueSnapshot now = queue.snapshot();
				assertThat(now.handled() + now.failed() + now.undelivered() + now.size() + now.inFlight())
					.isEqualTo(now.accepted());
				queue.resume();
				LockSupport.parkNanos(50_000);
			}
		}));
		threads.forEach(Thread::start);
		begun.await();
		// A different moment each time; no answer depends on it.
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1 + 20_000L * (round % 50)));
		close.run();
		stop.set(true);
		for (Thread thread : threads) {
			thread.join();
		}
		// After a closing without time a worker may still have its last item in flight.
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
	}

	private static void assertBalanced(SafeQueueSnapshot end, Outcomes outcomes) {
		assertThat(end.size()).isZero();
		assertThat(end.inFlight()).isZero();
		assertThat(end.accepted()).isEqualTo(outcomes.accepted())
			.isEqualTo(end.handled() + end.failed() + end.undelivered());
		assertThat(end.rejectedFull() + end.rejectedClosed()).isEqualTo(outcomes.refused());
		assertThat(outcomes.count("undelivered")).isEqualTo(end.undelivered());
		assertThat(outcomes.count("handled")).isEqualTo(end.handled());
		assertThat(outcomes.count("failed")).isEqualTo(end.failed());
	}

	/** Closes 300 queues, each of which accepts an item at the worst moment. */
	private static void offerBetweenLookAndClose(Function<Runnable, QueueBuffer> buffers) throws InterruptedException {
		for (int close = 0; close < 300; close++) {
			Outcomes outcomes = new Outcomes();
			AtomicReference<DefaultSafeQueue<Object>> self = new AtomicReference<>();
			AtomicBoolean once = new AtomicBoolean(true);
			QueueBuffer buffer = buffers.apply(() -> {
				if (once.getAndSet(false)) {
					outcomes.offer(self.get(), "item");
				}
			});
			self.set(new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), outcomes.handler(), Fixtures.LIMIT,
					buffer));
			self.get().start();
			self.get().close();
			assertThat(self.get().awaitQuiescence(Duration.ofMillis(100))).isTrue();
			outcomes.assertTrue();
		}
	}

	@Test
	void itemAcceptedBetweenTheLastLookAndTheClosingIsHandled() throws Exception {
		offerBetweenLookAndClose((between) -> new BrokenBuffers.Delegating(QueueBuffers.bounded(16)) {

			@Override
			public boolean closeAt(long accepted) {
				between.run();
				return super.closeAt(accepted);
			}

		});
	}

	@Test
	void closeThatChecksAndThenActsIsCaught() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> offerBetweenLookAndClose(BrokenBuffers.ClosesWithoutCompareAndSet::new));
	}

}
