/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkContext;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How often and when failed items are tried again, and what their dead letters find.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class RetryLoopTests {

	private static final RetryPolicy TWICE = RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4 })
	void triesAsOftenAsThePolicySaysAndOnceMore(int retries) throws Exception {
		AtomicInteger calls = new AtomicInteger();
		AtomicReference<DeadLetter<?>> letter = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		})
			.retry(RetryPolicy.builder().maxRetries(retries).delay(Duration.ofMillis(1)).build())
			.deadLetterHandler(letter::set)
			.build();
		queue.offer("item");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(calls).hasValue(retries + 1);
		assertThat(letter.get().attempts()).isEqualTo(retries + 1);
		assertThat(queue.snapshot().retried()).isEqualTo(retries);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void waitsBetweenAttemptsAlsoWhenTheHandlerLeavesAnInterrupt(WorkerPools pool) {
		List<Long> times = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			times.add(System.nanoTime());
			Thread.currentThread().interrupt();
			if (times.size() < 3) {
				throw new IllegalStateException("on purpose");
			}
		}).retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(40)).multiplier(3).build()).build();
		assertThat(queue.submit("item")).succeedsWithin(Fixtures.LIMIT);
		assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(40_000_000);
		assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(120_000_000);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "LANES", "VIRTUAL_LANES" })
	void retryWakesTheOthersThatSleep(WorkerPools pool) {
		CountDownLatch asleep = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			if (calls.incrementAndGet() == 1) {
				asleep.await();
				throw new IllegalStateException("on purpose");
			}
		}).retry(TWICE).build();
		CompletableFuture<Void> result = queue.submit("item");
		// A worker that sleeps now knows of no retry.
		await().atMost(Fixtures.LIMIT).until(() -> calls.get() == 1 && allAsleep((DefaultSafeQueue<?>) queue));
		asleep.countDown();
		assertThat(result).succeedsWithin(Fixtures.LIMIT);
		queue.close();
	}

	private static boolean allAsleep(DefaultSafeQueue<?> queue) {
		return queue.core().pool.workers.stream()
			.map(Worker::thread)
			.allMatch((thread) -> thread != null && thread.getState() == Thread.State.WAITING);
	}

	@Test
	void theAttemptIsToldAndBeginsAtOneForEachItem() throws Exception {
		List<String> attempts = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE
			.prepare(SafeQueues.builder(), new ContextWorkHandler<Object>() {

				@Override
				public void handle(Object item, WorkContext context) {
					attempts.add(item + " " + context.attempt());
					if (item.equals("bad") || (item.equals("later") && context.attempt() == 1)) {
						throw new IllegalStateException("on purpose");
					}
				}

			})
			.retry(TWICE)
			.build();
		List.of("bad", "later", "good").forEach(queue::offer);
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(attempts).containsExactly("bad 1", "bad 2", "bad 3", "later 1", "later 2", "good 1");
		assertThat(queue.snapshot().handled()).isEqualTo(2);
		queue.close();
	}

	@Test
	void aPolicyThatDoesNotRetryThisFailureIsHeard() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		}).retry(RetryPolicy.builder().maxRetries(5).excludes(IllegalStateException.class).build()).build();
		queue.offer("item");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(calls).hasValue(1);
		queue.close();
	}

	@Test
	void aWaitBeyondThePolicysTimeoutIsNotBegun() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		})
			.retry(RetryPolicy.builder()
				.maxRetries(5)
				.delay(Duration.ofHours(1))
				.maxDelay(Duration.ofHours(1))
				.timeout(Duration.ofMinutes(1))
				.build())
			.build();
		queue.offer("item");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(calls).hasValue(1);
		queue.close();
	}

	@Test
	void aRetryFindsTheWholeBatchAlthoughTheHandlerEmptiedItsList() throws Exception {
		List<List<Object>> batches = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").batchHandler((List<Object> items) -> {
			batches.add(new ArrayList<>(items));
			items.clear();
			if (batches.size() < 3) {
				throw new IllegalStateException("on purpose");
			}
		}, 3).retry(TWICE).autoStartup(false).build();
		List.of(1, 2, 3).forEach(queue::offer);
		queue.resume();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(1, 2, 3), List.of(1, 2, 3));
		assertThat(queue.snapshot().handled()).isEqualTo(3);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void theHandlerOfDeadLettersIsNotInterruptedByWhatTheHandlerLeft(WorkerPools pool) {
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("on purpose");
		}).deadLetterHandler((letter) -> interrupted.set(Thread.currentThread().isInterrupted())).build();
		CompletableFuture<Void> future = queue.submit("item");
		assertThat(future).failsWithin(Fixtures.LIMIT);
		assertThat(interrupted).hasValue(false);
		queue.close();
	}

	@Test
	void throwablesThatAreUsedAgainDoNotGrow() throws Exception {
		IllegalStateException ofHandler = new IllegalStateException("handler");
		IllegalStateException ofPolicy = new IllegalStateException("policy");
		IllegalStateException ofDeadLetters = new IllegalStateException("dead letters");
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
			throw ofHandler;
		}).retry((failure) -> {
			throw ofPolicy;
		}).deadLetterHandler((letter) -> {
			throw ofDeadLetters;
		}).build();
		for (int i = 0; i < 10; i++) {
			queue.offer(i);
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(queue.snapshot().failed()).isEqualTo(10);
		for (Throwable throwable : List.of(ofHandler, ofPolicy, ofDeadLetters)) {
			assertThat(throwable.getSuppressed()).isEmpty();
		}
		queue.close();
	}

}
