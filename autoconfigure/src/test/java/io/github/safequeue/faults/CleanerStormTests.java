/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Thousands of objects are collected while the worker is stuck and the queue is full. A
 * Cleaner has one thread: a callback that waits stops all of them.
 */
@Tag("faults")
@Timeout(300)
@ExtendWith(HushedExtension.class)
class CleanerStormTests {

	private static final int OBJECTS = 100_000;

	private static final int LATE = 1_000;

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong handled = new AtomicLong();

	@ParameterizedTest
	@ValueSource(strings = { "one worker", "lanes", "unbounded", "virtual threads" })
	void cleanersNeverWaitAndEachCallbackIsCounted(String shape) throws Exception {
		assumeThat(!shape.equals("virtual threads") || ForkedJvm.hasVirtualThreads()).isTrue();
		for (int round = 0; round < Faults.scaled(1, 5); round++) {
			this.accepted.set(0);
			this.refused.set(0);
			this.handled.set(0);
			storm(shape);
		}
	}

	private void storm(String shape) throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = queue(shape, entered, release);
		try (CleanerStorm storm = new CleanerStorm(3)) {
			submit(queue, 0);
			entered.await();
			storm.register(1, OBJECTS, (number) -> submit(queue, number));
			storm.awaitDone(OBJECTS);
			assertThat(queue.snapshot().accepted()).isEqualTo(this.accepted.get());
			assertThat(this.handled).hasValue(0);
			release.countDown();
			assertThat(queue.awaitQuiescence(ForkedJvm.LIMIT)).isTrue();
			assertExact(queue.snapshot(), 0);
			long start = System.nanoTime();
			queue.close();
			Duration close = Duration.ofNanos(System.nanoTime() - start);
			int late = 0;
			do {
				storm.register(1 + OBJECTS + late, LATE, (number) -> submit(queue, number));
				late += LATE;
				storm.awaitDone(OBJECTS + late);
			}
			// Callbacks are short: the sampler may have missed all of them.
			while (storm.samples() == 0 && late < 100 * LATE);
			assertExact(queue.snapshot(), late);
			assertThat(storm.samples()).as("threads seen in callbacks").isPositive();
			assertThat(storm.waits()).isEmpty();
			Faults.record("cleaner storms", "callbacks submit to a full queue: " + shape, OBJECTS + late,
					this.accepted.get(), this.accepted.get() - this.handled.get(), close);
		}
	}

	private CloseableSafeQueue<Object> queue(String shape, CountDownLatch entered, CountDownLatch release) {
		SafeQueueBuilder builder = SafeQueues.builder().name("q").handler((item) -> {
			entered.countDown();
			release.await();
			this.handled.incrementAndGet();
		});
		builder.capacity(shape.equals("unbounded") ? 0 : 8192);
		builder.virtualThreads(shape.equals("virtual threads"));
		if (shape.equals("lanes")) {
			builder.concurrency(3).key(Object::hashCode);
		}
		return builder.build();
	}

	private void submit(CloseableSafeQueue<Object> queue, long number) {
		boolean answer;
		if (number % 8 == 0) {
			CompletableFuture<Void> future = queue.submit(number);
			answer = !future.isCompletedExceptionally();
		}
		else {
			answer = queue.offer(number);
		}
		((answer) ? this.accepted : this.refused).getAndIncrement();
	}

	private void assertExact(SafeQueueSnapshot end, int late) {
		assertThat(this.accepted.get() + this.refused.get()).isEqualTo(1 + OBJECTS + late);
		assertThat(end.accepted()).isEqualTo(this.accepted.get());
		assertThat(end.handled()).isEqualTo(this.accepted.get()).isEqualTo(this.handled.get());
		assertThat(end.rejectedFull() + end.rejectedClosed()).isEqualTo(this.refused.get());
		assertThat(end.rejectedClosed()).isEqualTo(late);
		assertThat(end.size()).isZero();
		assertThat(end.inFlight()).isZero();
	}

	@Test
	void cleanerThatWaitsInABlockingQueueIsSeen() throws Exception {
		ArrayBlockingQueue<Object> peer = new ArrayBlockingQueue<>(16);
		try (CleanerStorm storm = new CleanerStorm(3)) {
			storm.register(0, 100, (number) -> put(peer, number));
			await().atMost(ForkedJvm.LIMIT).until(() -> {
				System.gc();
				return !storm.waits().isEmpty();
			});
			assertThat(storm.waits()).anyMatch((wait) -> wait.contains("ArrayBlockingQueue.put"));
			for (int i = 0; i < 100; i++) {
				peer.take();
			}
			storm.awaitDone(100);
		}
	}

	private static void put(ArrayBlockingQueue<Object> queue, Object item) {
		try {
			queue.put(item);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
