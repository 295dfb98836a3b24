/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue that closes while items wait for their next attempt.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class CloseWhileRetryingTests {

	private static final int ITEMS = 10;

	private static final int ROUNDS = Faults.scaled(4, 300);

	private final Set<Object> failedOnce = ConcurrentHashMap.newKeySet();

	private CountDownLatch failed = new CountDownLatch(1);

	private SafeQueueSnapshot close(WorkerPools pool, Duration delay, Duration drainTimeout, Closings closings)
			throws InterruptedException {
		Outcomes outcomes = new Outcomes();
		this.failedOnce.clear();
		this.failed = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			if (this.failedOnce.add(item)) {
				this.failed.countDown();
				throw new IllegalStateException("on purpose");
			}
			outcomes.handled(item);
		})
			.retry(RetryPolicy.builder().maxRetries(1).delay(delay).build())
			.deadLetterHandler(outcomes)
			.undeliveredWorkHandler(outcomes)
			.drainTimeout(drainTimeout)
			.build();
		IntStream.range(0, ITEMS).forEach((i) -> outcomes.offer(queue, i));
		this.failed.await();
		closings.time(drainTimeout, queue::close);
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).as("waits ended").isTrue();
		closings.ended(outcomes);
		return queue.snapshot();
	}

	@ParameterizedTest
	@EnumSource
	void itemsAreTriedAgainIfThereIsTime(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close while a retry waits")) {
			for (int round = 0; round < ROUNDS; round++) {
				SafeQueueSnapshot end = close(pool, Duration.ofMillis(2), Fixtures.LIMIT, closings);
				assertThat(end.handled()).isEqualTo(ITEMS);
				assertThat(end.retried()).isEqualTo(ITEMS);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void deadlineEndsTheWaitAndTheItemIsUndelivered(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("drain deadline while a retry waits")) {
			for (int round = 0; round < ROUNDS; round++) {
				SafeQueueSnapshot end = close(pool, Duration.ofHours(1), Duration.ofMillis(round % 4), closings);
				assertThat(end.retried()).isZero();
				assertThat(end.failed()).isZero();
				assertThat(end.undelivered()).isEqualTo(ITEMS);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void itemWhoseWaitEndsAtTheDeadlineHasOneEnd(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("drain deadline while a retry waits")) {
			for (int round = 0; round < ROUNDS; round++) {
				close(pool, Duration.ofMillis(5), Duration.ofMillis(5), closings);
			}
		}
	}

}
