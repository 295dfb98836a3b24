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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a handler calls is down, its queue retries without end, and the application may be
 * deployed meanwhile.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class OutageTests {

	private static final int ITEMS = 20;

	private final Outcomes outcomes = new Outcomes();

	private final AtomicInteger calls = new AtomicInteger();

	private volatile boolean down = true;

	/** Each kind of pool, with single items and with batches. */
	static Stream<Arguments> shapes() {
		return Stream.of(WorkerPools.values())
			.flatMap((pool) -> Stream.of(Arguments.of(pool, false), Arguments.of(pool, true)));
	}

	private SafeQueueBuilder builder(WorkerPools pool, boolean batches, Duration delay, WorkHandler<Object> handler) {
		WorkHandler<List<Object>> batchHandler = (items) -> {
			for (Object item : items) {
				handler.handle(item);
			}
		};
		SafeQueueBuilder builder = pool.prepare(SafeQueues.builder(), handler)
			.retry(RetryPolicy.builder().maxRetries(Long.MAX_VALUE).delay(delay).build())
			.deadLetterHandler(this.outcomes)
			.undeliveredWorkHandler(this.outcomes)
			.drainTimeout(Duration.ofMillis(1));
		return (batches) ? builder.batchHandler(batchHandler, 4) : builder;
	}

	private void handleUnlessDown(Object item) {
		this.calls.incrementAndGet();
		if (this.down) {
			throw new IllegalStateException("on purpose");
		}
		this.outcomes.handled(item);
	}

	private void offerAll(CloseableSafeQueue<Object> queue) {
		IntStream.range(0, ITEMS).forEach((item) -> this.outcomes.offer(queue, item));
	}

	private void assertAllUndelivered(CloseableSafeQueue<Object> queue) {
		await().atMost(Fixtures.LIMIT).until(() -> this.outcomes.count("undelivered") == ITEMS);
		this.outcomes.assertTrue();
		SafeQueueSnapshot end = queue.snapshot();
		assertThat(end.undelivered()).isEqualTo(ITEMS);
		assertThat(end.failed()).isZero();
		assertThat(end.inFlight()).isZero();
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void nothingIsLostAndNothingIsDeadLettered(WorkerPools pool, boolean batches) throws Exception {
		CloseableSafeQueue<Object> queue = builder(pool, batches, Duration.ofMillis(1), this::handleUnlessDown).build();
		offerAll(queue);
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.get() >= 3 * ITEMS);
		this.down = false;
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
		this.outcomes.assertTrue();
		assertThat(queue.snapshot().handled()).isEqualTo(ITEMS);
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE", "LANES", "VIRTUAL_LANES", "ONE_UNBOUNDED" })
	void orderIsKept(WorkerPools pool) throws Exception {
		List<Object> handled = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = builder(pool, false, Duration.ofMillis(1), (item) -> {
			handleUnlessDown(item);
			handled.add(item);
		}).key((item) -> "one key").build();
		offerAll(queue);
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.get() >= 20);
		this.down = false;
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
		assertThat(handled).containsExactlyElementsOf(IntStream.range(0, ITEMS).boxed().toList());
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void deploymentMeanwhileMakesNoDeadLetters(WorkerPools pool, boolean batches) {
		CloseableSafeQueue<Object> queue = builder(pool, batches, Duration.ofDays(1), this::handleUnlessDown).build();
		offerAll(queue);
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.get() > 0);
		queue.close();
		assertAllUndelivered(queue);
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void callThatTheDeadlineCutsIsUndelivered(WorkerPools pool, boolean batches) {
		CountDownLatch never = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = builder(pool, batches, Duration.ZERO, (item) -> {
			this.calls.incrementAndGet();
			never.await();
		}).build();
		offerAll(queue);
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.get() > 0);
		queue.close();
		assertAllUndelivered(queue);
	}

	@Test
	void testThatHandlesStepByStepComesToAnEnd() {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.manual()
			.name("q")
			.handler(this::handleUnlessDown)
			.retry(RetryPolicy.builder().maxRetries(Long.MAX_VALUE).build())
			.<Object>build();
		queue.start();
		CompletableFuture<Void> result = queue.submit("item");
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(result).isCompletedExceptionally();
		assertThat(queue.manual().deadLetters()).extracting(DeadLetter::attempts)
			.isEqualTo(List.of(RetryLoop.MOST_ATTEMPTS_OF_A_STEP));
		queue.close();
	}

	@Test
	void numberOfTheAttemptDoesNotOverflow() {
		Retry retry = new Retry(new IllegalStateException("on purpose"));
		retry.attempts = Integer.MAX_VALUE;
		retry.countAttempt();
		assertThat(retry.attempts).isEqualTo(Integer.MAX_VALUE);
	}

}
