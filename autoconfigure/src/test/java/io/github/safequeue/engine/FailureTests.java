/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens when handlers, and what is around them, fail.
 */
@Timeout(120)
class FailureTests {

	@ParameterizedTest
	@EnumSource
	void anErrorIsRetriedThenDeadLetteredAndTheWorkerLivesOn(WorkerPools pool) throws Exception {
		AtomicReference<DeadLetter<?>> letter = new AtomicReference<>();
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			if (item.equals("bad")) {
				calls.incrementAndGet();
				throw new StackOverflowError("on purpose");
			}
		})
			.retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build())
			.deadLetterHandler(letter::set)
			.build();
		CompletableFuture<Void> bad = queue.submit("bad");
		assertThat(bad).failsWithin(Fixtures.LIMIT).withThrowableThat().withCauseInstanceOf(StackOverflowError.class);
		for (int i = 0; i < 20; i++) {
			assertThat(queue.submit(i)).succeedsWithin(Fixtures.LIMIT);
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(calls).hasValue(3);
		assertThat(letter.get().attempts()).isEqualTo(3);
		assertThat(letter.get().item()).isEqualTo("bad");
		assertThat(queue.snapshot().retried()).isEqualTo(2);
		assertThat(queue.snapshot().failed()).isEqualTo(1);
		assertThat(((DefaultSafeQueue<?>) queue).replacedWorkers()).isZero();
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void waitBeforeARetryEndsAtTheDeadline(WorkerPools pool) throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		AtomicReference<UndeliveredWork> undelivered = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			failed.countDown();
			throw new IllegalStateException("on purpose");
		})
			.retry(RetryPolicy.builder().maxRetries(5).delay(Duration.ofHours(1)).build())
			.undeliveredWorkHandler(undelivered::set)
			.drainTimeout(Duration.ofMillis(100))
			.build();
		queue.offer("item");
		assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
		long start = System.nanoTime();
		queue.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2100));
		await().until(() -> undelivered.get() != null);
		assertThat(undelivered.get().items()).isEqualTo(List.of("item"));
		assertThat(undelivered.get().reason()).isEqualTo(UndeliveredWork.Reason.DRAIN_TIMEOUT);
		assertThat(queue.snapshot().failed()).isZero();
	}

	@Test
	void failingPolicyAndFailingDeadLetterHandlerDoNotEndTheWorker() throws Exception {
		IllegalStateException same = new IllegalStateException("on purpose");
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
			throw same;
		}).retry((throwable) -> {
			throw same;
		}).deadLetterHandler((letter) -> {
			throw same;
		}).build();
		queue.offer("first");
		queue.offer("second");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(queue.snapshot().failed()).isEqualTo(2);
		assertThat(((DefaultSafeQueue<?>) queue).replacedWorkers()).isZero();
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void failingRecorderOfTimesChangesNothing(WorkerPools pool) throws Exception {
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
		}).timings(new WorkTimings() {

			@Override
			public void handling(String queue, long nanos) {
				throw new IllegalStateException("on purpose");
			}

			@Override
			public void waiting(String queue, long nanos) {
				throw new IllegalStateException("on purpose");
			}

		}).build();
		for (int i = 0; i < 100; i++) {
			queue.offer(i);
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(queue.snapshot().handled()).isEqualTo(100);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void workerThatDiesIsReplacedAndItsItemReported(WorkerPools pool) throws Exception {
		AtomicReference<UndeliveredWork> lost = new AtomicReference<>();
		ManagedQueue<Object> queue = (ManagedQueue<Object>) pool.prepare(Fixtures.managed(), (item) -> {
		}).undeliveredWorkHandler(lost::set).<Object>build();
		DefaultSafeQueue<Object> internal = (DefaultSafeQueue<Object>) queue;
		AtomicBoolean once = new AtomicBoolean(true);
		QueueCore core = internal.core();
		core.environment.setInvoker(new HandlerInvoker(core.settings, core.runState, core.source, (item) -> {
		}, () -> {
		}, (elements) -> {
		}) {

			@Override
			void invoke(InFlight inFlight) {
				if (inFlight.argument().equals("deadly") && once.getAndSet(false)) {
					throw new OutOfMemoryError("on purpose");
				}
				super.invoke(inFlight);
			}

		});
		queue.start();
		queue.offer("deadly");
		await().until(() -> lost.get() != null);
		assertThat(lost.get().reason()).isEqualTo(UndeliveredWork.Reason.WORKER_LOST);
		assertThat(lost.get().items()).isEqualTo(List.of("deadly"));
		for (int i = 0; i < 100; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(queue.snapshot().handled()).isEqualTo(100);
		assertThat(queue.snapshot().undelivered()).isEqualTo(1);
		assertThat(queue.snapshot().inFlight()).isZero();
		assertThat(queue.replacedWorkers()).isEqualTo(1);
		assertThat(queue.missingWorkers()).isZero();
		queue.close();
	}

	@Test
	void workerThatDiesWithNothingInHandIsReplaced() throws Exception {
		AtomicBoolean once = new AtomicBoolean(true);
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), outcomes.handler(),
				Fixtures.LIMIT, new BrokenBuffers.Delegating(QueueBuffers.bounded(16)) {

					@Override
					public Object poll() {
						if (once.getAndSet(false)) {
							throw new InternalError("on purpose");
						}
						return super.poll();
					}

				});
		queue.start();
		outcomes.offer(queue, "item");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		outcomes.assertTrue();
		assertThat(queue.replacedWorkers()).isEqualTo(1);
		queue.close();
	}

	@Test
	void workerWithNothingInHandWaitsForMemory() throws Exception {
		AtomicInteger failures = new AtomicInteger(3);
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), outcomes.handler(),
				Fixtures.LIMIT, new BrokenBuffers.Delegating(QueueBuffers.bounded(16)) {

					@Override
					public Object poll() {
						if (failures.getAndDecrement() > 0) {
							throw new OutOfMemoryError("on purpose");
						}
						return super.poll();
					}

				});
		queue.start();
		outcomes.offer(queue, "item");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		outcomes.assertTrue();
		assertThat(queue.replacedWorkers()).isZero();
		queue.close();
	}

}
