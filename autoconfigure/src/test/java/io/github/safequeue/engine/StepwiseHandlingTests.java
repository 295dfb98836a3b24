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
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Queues whose items are handled by hand.
 */
@Timeout(120)
class StepwiseHandlingTests {

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@EnumSource
	void itemsAreHandledOneByOneOnTheCallingThreadInOrder(WorkerPools pool) {
		ManagedQueue<Object> queue = build(pool,
				(item) -> this.seen.add(item + " " + Thread.currentThread().getName()));
		for (int i = 0; i < 5; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		CompletableFuture<Void> future = queue.submit(5);
		assertThat(queue.state()).isEqualTo(SafeQueueState.RUNNING);
		assertThat(queue.manual().waiting()).containsExactly(0, 1, 2, 3, 4, 5);
		String here = " " + Thread.currentThread().getName();
		for (int i = 0; i < 6; i++) {
			assertThat(future).isNotDone();
			assertThat(this.seen).hasSize(i);
			assertThat(queue.manual().handleNext()).isTrue();
			assertThat(this.seen).last().isEqualTo(i + here);
			assertThat(queue.size()).isEqualTo(5 - i);
			assertThat(queue.snapshot().handled()).isEqualTo(i + 1);
		}
		assertThat(queue.manual().handleNext()).isFalse();
		assertThat(future).isCompleted();
		assertConserved(queue);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void closingHandlesWhatIsLeftWithWorkers(WorkerPools pool) {
		Outcomes outcomes = new Outcomes();
		ManagedQueue<Object> queue = build(pool, outcomes.handler());
		for (int i = 0; i < 20; i++) {
			outcomes.offer(queue, i);
		}
		assertThat(queue.manual().handleNext()).isTrue();
		queue.close();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(outcomes.count("handled")).isEqualTo(20);
		outcomes.assertTrue();
		assertConserved(queue);
		assertThat(queue.manual().handleNext()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aHandlerThatClosesItsQueueInAStepDoesNotHoldItUp(WorkerPools pool) {
		AtomicReference<@Nullable ManagedQueue<Object>> self = new AtomicReference<>();
		ManagedQueue<Object> queue = build(pool, (item) -> {
			this.seen.add(item.toString());
			if (item.equals(0)) {
				self.get().close();
			}
		});
		self.set(queue);
		for (int i = 0; i < 5; i++) {
			queue.offer(i);
		}
		long start = System.nanoTime();
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Fixtures.LIMIT);
		assertThat(this.seen).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
		assertThat(queue.snapshot().handled()).isEqualTo(5);
		assertConserved(queue);
	}

	@ParameterizedTest
	@EnumSource
	void closingWaitsForTheStepOfAnotherThread(WorkerPools pool) throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger atATime = new AtomicInteger();
		ManagedQueue<Object> queue = build(pool, (item) -> {
			this.seen.add(item.toString());
			if (item.equals(0)) {
				atATime.incrementAndGet();
				release.await();
				atATime.decrementAndGet();
			}
		});
		queue.offer(0);
		Thread step = new Thread(() -> queue.manual().handleNext());
		step.start();
		await().until(() -> atATime.get() == 1);
		Thread close = new Thread(queue::close);
		close.start();
		await().until(() -> queue.state() == SafeQueueState.DRAINING);
		queue.offer(1);
		assertThat(queue.snapshot().inFlight()).isEqualTo(1);
		release.countDown();
		close.join(Fixtures.LIMIT.toMillis());
		assertThat(this.seen).containsExactly("0", "1");
		assertThat(queue.snapshot().handled()).isEqualTo(2);
		assertConserved(queue);
	}

	@Test
	void aStepThatNeverEndsDoesNotHoldUpTheClosing() {
		CountDownLatch never = new CountDownLatch(1);
		List<UndeliveredWork> undelivered = new CopyOnWriteArrayList<>();
		ManagedQueue<Object> queue = build(Fixtures.manual().name("q").handler((item) -> {
			for (;;) {
				try {
					never.await();
					return;
				}
				catch (InterruptedException ex) {
					this.seen.add("interrupted");
				}
			}
		}).undeliveredWorkHandler(undelivered::add));
		Fixtures.drainFor(Duration.ofMillis(100), queue);
		queue.offer("in flight");
		queue.offer("waiting");
		Thread step = new Thread(() -> queue.manual().handleNext());
		step.setDaemon(true);
		step.start();
		await().until(() -> queue.snapshot().inFlight() == 1);
		long start = System.nanoTime();
		queue.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Fixtures.LIMIT);
		assertThat(this.seen).containsExactly("interrupted");
		assertThat(undelivered).containsExactlyInAnyOrder(
				new UndeliveredWork("q", List.of("waiting"), UndeliveredWork.Reason.DRAIN_TIMEOUT),
				new UndeliveredWork("q", List.of("in flight"), UndeliveredWork.Reason.IN_FLIGHT));
		assertConserved(queue);
		never.countDown();
		await().until(() -> queue.snapshot().handled() == 1);
	}

	@Test
	void attemptsFollowEachOtherAtOnceAndAsOftenAsWithWaits() {
		ManagedQueue<Object> queue = build(Fixtures.manual().name("q").handler((item) -> {
			this.seen.add(item.toString());
			throw new IllegalStateException("on purpose");
		}).retry(RetryPolicy.builder().maxRetries(3).delay(Duration.ofHours(1)).build()));
		CompletableFuture<Void> future = queue.submit("bad");
		queue.offer("next");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.seen).containsExactly("bad", "bad", "bad", "bad");
		assertThat(future).isCompletedExceptionally();
		assertThat(queue.manual().deadLetters()).singleElement().satisfies((letter) -> {
			assertThat(letter.item()).isEqualTo("bad");
			assertThat(letter.attempts()).isEqualTo(4);
			assertThat(letter.cause()).hasMessage("on purpose");
		});
		assertThat(queue.snapshot().retried()).isEqualTo(3);
		queue.manual().discard();
		assertThat(queue.manual().deadLetters()).isEmpty();
		queue.close();
	}

	@Test
	void theTimeoutOfAPolicyCountsTheWaitsThatWereLeftOut() {
		ManagedQueue<Object> queue = build(Fixtures.manual().name("q").handler((item) -> {
			this.seen.add(item.toString());
			throw new IllegalStateException("on purpose");
		})
			.retry(RetryPolicy.builder()
				.maxRetries(10)
				.delay(Duration.ofHours(1))
				.timeout(Duration.ofMinutes(150))
				.build()));
		queue.offer("bad");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.seen).hasSize(3);
		queue.close();
	}

	@Test
	void batchesAreAsLargeAsTheyMayBe() {
		List<List<Object>> batches = new ArrayList<>();
		ManagedQueue<Object> queue = build(
				Fixtures.manual().name("q").batchHandler((List<Object> items) -> batches.add(items), 3));
		for (int i = 0; i < 5; i++) {
			queue.offer(i);
		}
		while (queue.manual().handleNext()) {
			assertConserved(queue);
		}
		assertThat(batches).containsExactly(List.of(0, 1, 2), List.of(3, 4));
		queue.close();
	}

	@Test
	void aBatchMayHoldSeveralKeys() {
		List<List<Object>> batches = new ArrayList<>();
		ManagedQueue<Object> queue = build(Fixtures.manual()
			.name("q")
			.batchHandler((List<Object> items) -> batches.add(items), 4)
			.key((Object item) -> (Integer) item % 2)
			.concurrency(2));
		for (int i = 0; i < 6; i++) {
			queue.offer(i);
		}
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(queue.manual().waiting()).isEqualTo(List.of(4, 5));
		assertThat(queue.size()).isEqualTo(2);
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(queue.manual().handleNext()).isFalse();
		assertThat(batches).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5));
		queue.close();
	}

	@Test
	void anItemWhoseKeyCannotBeReadFails() {
		ManagedQueue<Object> queue = build(
				Fixtures.manual().name("q").handler((item) -> this.seen.add(item.toString())).key((Object item) -> {
					if (item.equals("bad")) {
						throw new IllegalStateException("on purpose");
					}
					return item;
				}));
		queue.offer("bad");
		queue.offer("good");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.seen).isEmpty();
		assertThat(queue.manual().deadLetters()).extracting(DeadLetter::attempts).isEqualTo(List.of(0));
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.seen).containsExactly("good");
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsDiscardedCountsAsUndeliveredAndItsFuturesFail(WorkerPools pool) {
		Outcomes outcomes = new Outcomes();
		ManagedQueue<Object> queue = build(
				pool.prepare(Fixtures.manual(), outcomes.handler()).undeliveredWorkHandler(outcomes));
		queue.offer(1);
		CompletableFuture<Void> future = queue.submit(2);
		assertThat(queue.manual().discard()).containsExactly(1, 2);
		assertThat(queue.manual().waiting()).isEmpty();
		assertThat(queue.manual().handleNext()).isFalse();
		assertThatThrownBy(future::join).cause()
			.isInstanceOf(UndeliveredWorkException.class)
			.hasMessageContaining("accepted the item and never handled it (CLOSED)")
			.hasMessageContaining("discarded");
		assertThat(queue.snapshot().undelivered()).isEqualTo(2);
		assertConserved(queue);
		queue.close();
		assertThat(outcomes.count("undelivered")).isZero();
	}

	@Test
	void aQueueThatWouldHandleNothingHandlesNothingByHand() {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.manual()
			.name("q")
			.handler((item) -> this.seen.add(item.toString()))
			.<Object>build();
		queue.offer("item");
		assertNotHandled(queue, () -> queue.state() == SafeQueueState.STARTING);
		queue.start();
		queue.pause();
		assertNotHandled(queue, () -> queue.state() == SafeQueueState.PAUSED);
		queue.resume();
		queue.suspend(Duration.ZERO);
		assertNotHandled(queue, () -> queue.state() == SafeQueueState.PAUSED);
		queue.start();
		assertThat(queue.manual().handleNext()).isTrue();
		queue.close();
	}

	private void assertNotHandled(ManagedQueue<Object> queue, BooleanSupplier state) {
		assertThat(state.getAsBoolean()).isTrue();
		assertThat(queue.manual().handleNext()).isFalse();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aStepWithinAStepIsRefused() {
		AtomicReference<@Nullable ManagedQueue<Object>> self = new AtomicReference<>();
		ManagedQueue<Object> queue = build(WorkerPools.ONE, (item) -> {
			assertThatIllegalStateException().isThrownBy(() -> self.get().manual().handleNext())
				.withMessageContaining("'q'");
			assertThatIllegalStateException().isThrownBy(() -> self.get().awaitQuiescence(Duration.ZERO));
			this.seen.add("refused");
		});
		self.set(queue);
		queue.offer("item");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.seen).containsExactly("refused");
		queue.close();
	}

	@Test
	void theCallersInterruptStaysWithTheCaller() {
		ManagedQueue<Object> queue = build(WorkerPools.ONE, (item) -> {
			this.seen.add("interrupted: " + Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		});
		queue.offer("item");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(Thread.interrupted()).isFalse();
		queue.offer("item");
		Thread.currentThread().interrupt();
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.seen).containsOnly("interrupted: false");
		queue.close();
	}

	@Test
	void aQueueWithWorkersHasNothingToHandleByHand() {
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.build((item) -> {
		});
		assertThat(((ManagedQueue<Object>) queue).manual()).isNull();
		queue.close();
	}

	private static ManagedQueue<Object> build(WorkerPools pool, WorkHandler<Object> handler) {
		return build(pool.prepare(Fixtures.manual(), handler));
	}

	private static ManagedQueue<Object> build(SafeQueueBuilder builder) {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) builder.<Object>build();
		queue.start();
		return queue;
	}

	private static void assertConserved(ManagedQueue<Object> queue) {
		SafeQueueSnapshot now = queue.snapshot();
		assertThat(now.handled() + now.failed() + now.undelivered() + now.size() + now.inFlight())
			.isEqualTo(now.accepted());
	}

}
