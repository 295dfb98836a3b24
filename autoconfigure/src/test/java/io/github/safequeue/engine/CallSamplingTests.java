/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallSampling}.
 */
@Timeout(120)
class CallSamplingTests {

	private static final int ITEMS = 1_000;

	private final CallSampling sampling = new CallSampling();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 15, 31, 63, 127 })
	void leavesOutMoreAndMoreShortCalls(int expected) {
		for (int gap = 1; gap < expected; gap = 2 * gap + 1) {
			this.sampling.ended(CallSampling.SHORT_NANOS - 1);
			skipUntimed();
		}
		this.sampling.ended(0);
		assertThat(skipUntimed()).isEqualTo(expected);
	}

	@Test
	void neverLeavesOutMoreThanTheMost() {
		for (int i = 0; i < 20; i++) {
			this.sampling.ended(0);
			assertThat(skipUntimed()).isLessThanOrEqualTo(CallSampling.MOST_UNTIMED);
		}
	}

	@Test
	void timesEveryCallOnceOneWasLong() {
		this.sampling.ended(0);
		skipUntimed();
		this.sampling.ended(0);
		skipUntimed();
		this.sampling.ended(CallSampling.SHORT_NANOS);
		for (int i = 0; i < 10; i++) {
			assertThat(this.sampling.isNextTimed()).isTrue();
			this.sampling.ended(CallSampling.SHORT_NANOS);
		}
	}

	@Test
	void timesEveryCallAgainAfterARest() {
		this.sampling.ended(0);
		skipUntimed();
		this.sampling.ended(0);
		this.sampling.reset();
		assertThat(this.sampling.isNextTimed()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void everyCallOfTwoMicrosecondsIsTimed(WorkerPools pool) throws Exception {
		assertThat(timed(pool, 5_000)).isEqualTo(ITEMS);
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE", "ONE_UNBOUNDED" })
	void aFewOfManyShortCallsAreTimed(WorkerPools pool) throws Exception {
		assertThat(timed(pool, 0)).isBetween(1L, ITEMS / 4L);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anObserverDecidesWhetherItSeesEachOfManyShortCalls(boolean all) throws Exception {
		AtomicLong observed = new AtomicLong();
		CountDownLatch offered = new CountDownLatch(1);
		try (CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.handler((item) -> offered.await())
			.observer(new Observer(observed, all))
			.build()) {
			for (int item = 0; item < ITEMS; item++) {
				assertThat(queue.offer(item)).isTrue();
			}
			offered.countDown();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		}
		// The first of them are observed each.
		assertThat(observed.get()).isBetween((all) ? ITEMS : 31L, (all) ? ITEMS : ITEMS / 2L);
	}

	private int skipUntimed() {
		int untimed = 0;
		while (!this.sampling.isNextTimed()) {
			untimed++;
		}
		return untimed;
	}

	/** Return how many of the handler calls were timed. */
	private static long timed(WorkerPools pool, long nanos) throws Exception {
		AtomicLong timed = new AtomicLong();
		CountDownLatch offered = new CountDownLatch(1);
		try (CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			offered.await();
			long start = System.nanoTime();
			while (System.nanoTime() - start < nanos) {
				Thread.onSpinWait();
			}
		}).timings(new Handling(timed)).build()) {
			for (int item = 0; item < ITEMS; item++) {
				assertThat(queue.offer(item)).isTrue();
			}
			offered.countDown();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
			assertThat(queue.snapshot().handled()).isEqualTo(ITEMS);
		}
		return timed.get();
	}

	private record Handling(AtomicLong calls) implements WorkTimings {

		@Override
		public void handling(String queue, long nanos) {
			this.calls.getAndIncrement();
		}

		@Override
		public void waiting(String queue, long nanos) {
			// Handling is what is looked at.
		}

	}

	private record Observer(AtomicLong calls, boolean observesShortCalls) implements WorkObserver {

		@Override
		public Call begin(WorkContext context, int items) {
			this.calls.getAndIncrement();
			return UNOBSERVED;
		}

	}

}
