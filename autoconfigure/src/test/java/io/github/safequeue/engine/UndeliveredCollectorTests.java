/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was not started at the deadline is named exactly: each item once, in the order in
 * which it was accepted, and none that was in flight.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class UndeliveredCollectorTests {

	private static final int ROUNDS = Faults.scaled(20, 1_000);

	private static final int BATCH = 7;

	/** What was named, by each call. */
	private final List<List<Integer>> left = Collections.synchronizedList(new ArrayList<>());

	private final Outcomes outcomes = new Outcomes();

	private SafeQueueBuilder prepare(SafeQueueBuilder builder, Duration drainTimeout) {
		return builder.deadLetterHandler(this.outcomes).undeliveredWorkHandler((work) -> {
			assertThat(work.reason()).isEqualTo(UndeliveredWork.Reason.DRAIN_TIMEOUT);
			this.left.add(work.items().stream().map(Integer.class::cast).toList());
			this.outcomes.onUndelivered(work);
		}).drainTimeout(drainTimeout);
	}

	private void assertNamed(CloseableSafeQueue<Object> queue, Closings closings) throws InterruptedException {
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		closings.ended(this.outcomes);
		assertThat(this.left.stream().flatMap(List::stream)).doesNotHaveDuplicates()
			.hasSize((int) queue.snapshot().undelivered());
	}

	@ParameterizedTest
	@EnumSource
	void leftoversOfOneSubmitterAreNamedOnceAndInOrder(WorkerPools pool) throws Exception {
		long named = 0;
		try (Closings closings = new Closings("leftovers named exactly")) {
			for (int round = 0; round < ROUNDS; round++) {
				UndeliveredCollectorTests run = new UndeliveredCollectorTests();
				run.closeWhileSubmitting(pool, Duration.ofMillis(round % 3), closings);
				named += run.left.size();
			}
		}
		assertThat(named).as("leftovers").isPositive();
	}

	private void closeWhileSubmitting(WorkerPools pool, Duration drainTimeout, Closings closings)
			throws InterruptedException {
		CloseableSafeQueue<Object> queue = prepare(pool.prepare(SafeQueues.builder(), (item) -> {
			LockSupport.parkNanos(20_000);
			this.outcomes.handled(item);
		}), drainTimeout).build();
		IntStream.range(0, 100).forEach((i) -> this.outcomes.offer(queue, i));
		new Race().with(() -> closings.time(drainTimeout, queue::close)).with(() -> {
			for (int item = 100, late = 0; late < 3 && item < 5_000; item++) {
				if (!this.outcomes.offer(queue, item)) {
					late++;
					LockSupport.parkNanos(100_000);
				}
			}
		}).run();
		assertNamed(queue, closings);
		// The item whose key is read at the deadline is named first or last, or alone,
		// and the one that is being submitted behind it.
		int late = (pool.name().contains("LANES")) ? 2 : 0;
		assertThat(this.left).filteredOn((items) -> items.size() > 2 * late)
			.allSatisfy((items) -> assertThat(items.subList(late, items.size() - late)).isSorted());
	}

	@ParameterizedTest
	@EnumSource
	void batchInHandAtTheDeadlineHasOneEnd(WorkerPools pool) throws Exception {
		long cut = 0;
		try (Closings closings = new Closings("drain deadline in the middle of a batch")) {
			for (int round = 0; round < ROUNDS; round++) {
				UndeliveredCollectorTests run = new UndeliveredCollectorTests();
				cut += run.closeDuringBatch(pool, round % 2 == 0, closings);
			}
		}
		assertThat(cut).as("interrupted batches").isPositive();
	}

	/**
	 * Whether batches that are interrupted fail, or end all the same.
	 */
	private long closeDuringBatch(WorkerPools pool, boolean fail, Closings closings) throws InterruptedException {
		CountDownLatch inside = new CountDownLatch(1);
		List<Object> interrupted = Collections.synchronizedList(new ArrayList<>());
		SafeQueueBuilder builder = pool.prepare(SafeQueues.builder(), (item) -> {
		}).batchHandler((List<Object> items) -> {
			inside.countDown();
			for (Object item : items) {
				LockSupport.parkNanos(200_000);
				if (Thread.interrupted()) {
					interrupted.add(item);
					if (fail) {
						throw new InterruptedException("on purpose");
					}
				}
			}
			items.forEach(this.outcomes::handled);
		}, BATCH).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build());
		Duration drainTimeout = Duration.ofMillis(2);
		CloseableSafeQueue<Object> queue = prepare(builder, drainTimeout).autoStartup(false).build();
		IntStream.range(0, 200).forEach((i) -> this.outcomes.offer(queue, i));
		queue.resume();
		inside.await();
		closings.time(drainTimeout, queue::close);
		assertNamed(queue, closings);
		// What waits for its next attempt at the deadline is no dead letter.
		assertThat(this.outcomes.count("failed")).isZero();
		assertThat(this.outcomes.count("undelivered")).isGreaterThanOrEqualTo((fail) ? interrupted.size() : 0);
		return interrupted.size();
	}

}
