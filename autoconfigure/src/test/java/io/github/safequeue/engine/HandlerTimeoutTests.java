/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.HandlerTimeoutException;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handler calls that take longer than they may.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class HandlerTimeoutTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	/** Long enough for the watchdog to look again. */
	private static final long A_FEW_LOOKS = 3 * QueueWatchdog.TICK_NANOS;

	private final CountDownLatch never = new CountDownLatch(1);

	private SafeQueueBuilder builder(WorkerPools pool, WorkHandler<Object> handler) {
		return pool.prepare(SafeQueues.builder(), handler).handlerTimeout(SHORT);
	}

	@ParameterizedTest
	@EnumSource
	void callIsInterruptedAndFails(WorkerPools pool) {
		AtomicReference<DeadLetter<?>> letter = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			if (item.equals("long")) {
				this.never.await();
			}
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}).deadLetterHandler(letter::set).build();
		assertThat(queue.submit("long")).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(HandlerTimeoutException.class)
			.withMessageContainingAll("'q'", "handler-timeout", "PT0.02S")
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(letter.get().cause()).isInstanceOf(HandlerTimeoutException.class);
		assertThat(letter.get().attempts()).isEqualTo(1);
		for (int i = 0; i < 5; i++) {
			assertThat(queue.submit(i)).succeedsWithin(Fixtures.LIMIT);
		}
		queue.close();
		assertThat(queue.snapshot().failed()).isEqualTo(1);
		assertThat(queue.snapshot().handled()).isEqualTo(5);
	}

	@ParameterizedTest
	@EnumSource
	void callThatReturnsFailsAsWell(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> ignoreOneInterrupt()).build();
		assertThat(queue.submit("item")).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(HandlerTimeoutException.class)
			.withNoCause();
		queue.close();
	}

	private void ignoreOneInterrupt() {
		try {
			this.never.await();
		}
		catch (InterruptedException ex) {
			// As one that tidies up and returns.
		}
	}

	@ParameterizedTest
	@EnumSource
	void attemptThatTookTooLongIsRetried(WorkerPools pool) {
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			if (calls.incrementAndGet() < 3) {
				this.never.await();
			}
		}).retry(RetryPolicy.builder()
			.maxRetries(2)
			.delay(Duration.ofMillis(1))
			.includes(HandlerTimeoutException.class)
			.build()).build();
		assertThat(queue.submit("item")).succeedsWithin(Fixtures.LIMIT);
		queue.close();
		assertThat(calls).hasValue(3);
		assertThat(queue.snapshot().retried()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void callIsInterruptedOnce(WorkerPools pool) {
		AtomicReference<Boolean> again = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			ignoreOneInterrupt();
			again.set(isInterruptedSoon());
		}).build();
		assertThat(queue.submit("item")).failsWithin(Fixtures.LIMIT);
		queue.close();
		assertThat(again).hasValue(false);
	}

	/** Waits long for an interrupt that must not come. */
	private boolean isInterruptedSoon() {
		try {
			this.never.await(A_FEW_LOOKS, TimeUnit.NANOSECONDS);
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@EnumSource
	void waitsBetweenAttemptsDoNotCount(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			throw new IllegalStateException("on purpose");
		}).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofNanos(A_FEW_LOOKS)).build()).build();
		assertThat(queue.submit("item")).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void handlerOfDeadLettersIsNotInterrupted(WorkerPools pool) {
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			if (item.equals("bad")) {
				throw new IllegalStateException("on purpose");
			}
			this.never.await();
		}).deadLetterHandler((letter) -> interrupted.add(isInterruptedSoon())).build();
		assertThat(queue.submit("bad")).failsWithin(Fixtures.LIMIT);
		assertThat(queue.submit("long")).failsWithin(Fixtures.LIMIT);
		queue.close();
		assertThat(interrupted).containsExactly(false, false);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void wholeBatchFails(WorkerPools pool) {
		List<List<Object>> calls = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = batches(pool, (items) -> {
			calls.add(items);
			this.never.await();
		});
		List<CompletableFuture<Void>> results = List.of(queue.submit(1), queue.submit(2), queue.submit(3));
		queue.resume();
		assertThat(results).allSatisfy((result) -> assertThat(result).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(HandlerTimeoutException.class));
		queue.close();
		assertThat(calls).containsExactly(List.of(1, 2, 3));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void batchHandlerVouchesForWhatItDidInTime(WorkerPools pool) {
		List<List<Object>> calls = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = batches(pool, (items) -> {
			calls.add(items);
			if (calls.size() == 1) {
				try {
					this.never.await();
				}
				catch (InterruptedException ex) {
					throw new BatchFailedException(1, ex);
				}
			}
		});
		List<CompletableFuture<Void>> results = List.of(queue.submit(1), queue.submit(2), queue.submit(3));
		queue.resume();
		assertThat(results.get(0)).succeedsWithin(Fixtures.LIMIT);
		assertThat(results.get(1)).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(HandlerTimeoutException.class)
			.withCauseInstanceOf(BatchFailedException.class);
		assertThat(results.get(2)).succeedsWithin(Fixtures.LIMIT);
		queue.close();
		assertThat(calls).containsExactly(List.of(1, 2, 3), List.of(3));
	}

	private CloseableSafeQueue<Object> batches(WorkerPools pool, WorkHandler<List<Object>> handler) {
		return pool.prepareUndivided(SafeQueues.builder(), (item) -> {
		}).handlerTimeout(SHORT).batchHandler(handler, 5).autoStartup(false).build();
	}

	@ParameterizedTest
	@EnumSource(names = { "LANES", "VIRTUAL_LANES" })
	void keyIsFreeAfterwards(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> {
			if (item.equals("long")) {
				this.never.await();
			}
		}).key((item) -> "one key").build();
		CompletableFuture<Void> first = queue.submit("long");
		CompletableFuture<Void> second = queue.submit("short");
		assertThat(second).succeedsWithin(Fixtures.LIMIT);
		assertThat(first).isCompletedExceptionally();
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void limitHoldsWhileTheQueueDrains(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (item) -> this.never.await()).drainTimeout(Duration.ofHours(1))
			.build();
		for (int i = 0; i < 3; i++) {
			queue.offer(i);
		}
		queue.close();
		assertThat(queue.snapshot().failed()).isEqualTo(3);
	}

	/** What closes would pass the interrupt on to the beans it destroys. */
	@ParameterizedTest
	@EnumSource(names = { "SEVERAL", "LANES", "VIRTUAL" })
	void callThatClosesTheQueueIsLeftAlone(WorkerPools pool) {
		AtomicReference<CloseableSafeQueue<Object>> queue = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		CountDownLatch slow = new CountDownLatch(1);
		queue.set(builder(pool, (item) -> {
			if (item.equals("slow")) {
				slow.countDown();
				ignoreOneInterrupt();
				isInterruptedSoon();
			}
			else {
				slow.await();
				queue.get().close();
				interrupted.set(Thread.currentThread().isInterrupted());
			}
		}).handlerTimeout(Duration.ofMillis(500)).drainTimeout(Fixtures.LIMIT).build());
		queue.get().offer("slow");
		assertThat(queue.get().submit("closes")).succeedsWithin(Fixtures.LIMIT);
		assertThat(interrupted).hasValue(false);
	}

	@ParameterizedTest
	@EnumSource
	void handlerIsGivenItsContextWithinTheLimit(WorkerPools pool) {
		ContextWorkHandler<Object> handler = (item, context) -> assertThat(context.attempt()).isEqualTo(1);
		CloseableSafeQueue<Object> queue = builder(pool, handler).handlerTimeout(Fixtures.LIMIT).build();
		assertThat(queue.submit("item")).succeedsWithin(Fixtures.LIMIT);
		queue.close();
	}

	@Test
	void callerThatHandlesStepByStepIsNotInterrupted() {
		AtomicReference<DefaultSafeQueue<Object>> queue = new AtomicReference<>();
		queue.set((DefaultSafeQueue<Object>) Fixtures.manual().name("q").handler((item) -> {
			new QueueWatchdog.Look(queue.get().core()).run();
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}).handlerTimeout(Duration.ofNanos(1)).<Object>build());
		queue.get().start();
		queue.get().offer("item");
		assertThat(queue.get().manual().handleNext()).isTrue();
		assertThat(queue.get().snapshot().handled()).isEqualTo(1);
		queue.get().close();
	}

	/** What health says of a call must not add up over several. */
	@Test
	void eachCallIsObservedAnew() {
		AtomicReference<DefaultSafeQueue<Object>> queue = new AtomicReference<>();
		List<Long> seen = new CopyOnWriteArrayList<>();
		queue.set((DefaultSafeQueue<Object>) WorkerPools.ONE.prepare(Fixtures.managed(), (item) -> {
			QueueCore core = queue.get().core();
			QueueWatchdog.forget(core);
			seen.add(core.pool.inFlights.get(0).seenCall);
			new QueueWatchdog.Look(core).run();
			if (seen.size() < 3) {
				throw new IllegalStateException("on purpose");
			}
		}).retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build()).<Object>build());
		queue.get().start();
		assertThat(queue.get().submit("item")).succeedsWithin(Fixtures.LIMIT);
		assertThat(seen.subList(1, 3)).containsExactly(InFlight.UNSEEN, InFlight.UNSEEN);
		queue.get().close();
	}

	@Test
	void queueWithARetryThatWaitsIsNotQuiet() {
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) WorkerPools.LANES
			.prepare(SafeQueues.builder(), (item) -> {
				throw new IllegalStateException("on purpose");
			})
			.retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofDays(1)).build())
			.drainTimeout(Duration.ZERO)
			.<Object>build();
		queue.offer("item");
		QueueCore core = queue.core();
		await().atMost(Fixtures.LIMIT)
			.until(() -> core.source.started() == 1 && core.pool.inFlights.stream().noneMatch(InFlight::isBusy));
		assertThat(core.isAnythingUnsettled(1)).isTrue();
		queue.close();
		assertThat(core.isAnythingUnsettled(1)).isFalse();
	}

}
