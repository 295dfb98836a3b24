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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.HandlerInterruptedException;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the dead letter of a call says that the end of the drain timeout cut off.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class InterruptedCallTests {

	private static final Duration DRAIN = Duration.ofMillis(100);

	private final CountDownLatch inside = new CountDownLatch(1);

	private final CountDownLatch never = new CountDownLatch(1);

	private final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@EnumSource
	void letterSaysThatClosingInterruptedTheCall(WorkerPools pool) throws Exception {
		CloseableSafeQueue<Object> queue = build(pool.prepare(SafeQueues.builder(), waiting()));
		CompletableFuture<Void> future = queue.submit("item");
		this.inside.await();
		queue.close();
		assertThat(this.letters).singleElement().satisfies(InterruptedCallTests::assertInterrupted);
		assertThat(this.letters.toString()).contains(HandlerInterruptedException.class.getName());
		// The future fails with what the handler threw, as ever.
		assertThat(future).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(queue.snapshot().failed()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void eachLetterOfABatchSaysSo(WorkerPools pool) throws Exception {
		WorkHandler<Object> waiting = waiting();
		CloseableSafeQueue<Object> queue = build(pool.prepare(SafeQueues.builder(), (item) -> {
		}).batchHandler(waiting::handle, 3).autoStartup(false));
		IntStream.range(0, 6).forEach(queue::offer);
		queue.resume();
		this.inside.await();
		queue.close();
		assertThat(this.letters).hasSizeGreaterThanOrEqualTo(3).allSatisfy(InterruptedCallTests::assertInterrupted);
	}

	@ParameterizedTest
	@EnumSource
	void callThatFailedBeforeSaysNothingOfIt(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = build(pool.prepare(SafeQueues.builder(), (item) -> {
			throw new IllegalStateException("on purpose");
		}));
		queue.offer("item");
		queue.close();
		assertThat(this.letters).singleElement()
			.satisfies((letter) -> assertThat(letter.cause()).isInstanceOf(IllegalStateException.class));
	}

	@Test
	void logSaysSoAndWhatTheHandlerThrew(CapturedOutput output) throws Exception {
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), waiting())
			.drainTimeout(DRAIN)
			.build();
		queue.offer("item");
		this.inside.await();
		queue.close();
		assertThat(output).contains("Queue 'q': closing interrupted the handler call")
			.contains("Caused by: java.lang.InterruptedException");
	}

	private WorkHandler<Object> waiting() {
		return (item) -> {
			this.inside.countDown();
			this.never.await();
		};
	}

	private CloseableSafeQueue<Object> build(SafeQueueBuilder builder) {
		return builder.deadLetterHandler(this.letters::add).drainTimeout(DRAIN).build();
	}

	private static void assertInterrupted(DeadLetter<?> letter) {
		assertThat(letter.cause()).isInstanceOf(HandlerInterruptedException.class)
			.hasMessageContaining("Queue 'q': closing interrupted the handler call")
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(letter.attempts()).isOne();
	}

}
