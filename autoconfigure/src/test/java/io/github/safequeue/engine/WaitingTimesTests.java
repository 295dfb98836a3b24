/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkTimings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What workers record of the time that items waited.
 */
class WaitingTimesTests {

	private static final int ITEMS = 40;

	private static final Duration SLOW = Duration.ofMillis(20);

	private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();

	@ParameterizedTest
	@EnumSource
	void slowHandlerMakesItemsWaitLongerThanOneCall(WorkerPools pool) throws Exception {
		CountDownLatch offered = new CountDownLatch(1);
		try (CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			offered.await();
			Thread.sleep(SLOW.toMillis());
		}).timings(new Waits()).build()) {
			for (int item = 0; item < ITEMS; item++) {
				assertThat(queue.offer(item)).isTrue();
			}
			offered.countDown();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		}
		assertThat(this.waits).anySatisfy((wait) -> assertThat(wait).isGreaterThan(SLOW));
	}

	@Test
	void waitingBehindAKeyCounts() throws Exception {
		CountDownLatch offered = new CountDownLatch(1);
		try (CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.concurrency(2)
			.key((item) -> "hot")
			.handler((item) -> {
				offered.await();
				Thread.sleep(SLOW.toMillis());
			})
			.timings(new Waits())
			.build()) {
			for (int item = 0; item < ITEMS; item++) {
				assertThat(queue.offer(item)).isTrue();
			}
			offered.countDown();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		}
		assertThat(this.waits).anySatisfy((wait) -> assertThat(wait).isGreaterThan(SLOW.multipliedBy(ITEMS / 4)));
	}

	private final class Waits implements WorkTimings {

		@Override
		public void handling(String queue, long nanos) {
			// Waiting is what is looked at.
		}

		@Override
		public void waiting(String queue, long nanos) {
			WaitingTimesTests.this.waits.add(Duration.ofNanos(nanos));
		}

	}

}
