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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.HandlerInterruptedException;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A handler that waits for an item which only its own worker, or the one that has its
 * key, could handle.
 */
@Timeout(120)
class WaitingForItselfTests {

	private static final Duration DRAIN = Duration.ofMillis(200);

	private final AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();

	private final AtomicReference<CompletableFuture<Void>> inner = new AtomicReference<>();

	private final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

	static Stream<Named<UnaryOperator<SafeQueueBuilder>>> queues() {
		return Stream.of(Named.of("one worker", (builder) -> builder),
				Named.of("unbounded", (builder) -> builder.capacity(0)),
				Named.of("one key", (builder) -> builder.concurrency(3).key((item) -> "key")),
				Named.of("virtual thread", (builder) -> builder.virtualThreads(WorkerThreads.supportsVirtual())));
	}

	@ParameterizedTest
	@MethodSource("queues")
	void theInnerItemWasAcceptedAndNeverHandled(UnaryOperator<SafeQueueBuilder> change) {
		CloseableSafeQueue<Object> queue = change.apply(SafeQueues.builder().name("q").handler((item) -> {
			if (item.equals("outer")) {
				this.inner.set(this.self.get().submit("inner"));
				this.inner.get().join();
			}
		})).deadLetterHandler(this.letters::add).drainTimeout(DRAIN).build();
		this.self.set(queue);
		queue.offer("outer");
		await().until(() -> this.inner.get() != null && queue.size() == 1);
		queue.close();
		assertThat(this.inner.get()).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(UndeliveredWorkException.class)
			.withMessageContaining("accepted the item and never handled it (DRAIN_TIMEOUT)")
			.withMessageContaining("was still waiting for a future. A handler that waits for an item of its own queue");
		// It went on when the inner item was given up.
		await().until(() -> this.letters.size() == 1);
		assertThat(this.letters.get(0).cause()).isInstanceOf(HandlerInterruptedException.class)
			.hasRootCauseInstanceOf(UndeliveredWorkException.class);
		assertThat(queue.snapshot().failed()).isOne();
		assertThat(queue.snapshot().undelivered()).isOne();
	}

	@Test
	void whatWaitsBehindAnyOtherCallIsNotSuspected() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").handler((item) -> {
			inside.countDown();
			never.await();
		}).drainTimeout(DRAIN).build();
		queue.offer("first");
		inside.await();
		CompletableFuture<Void> second = queue.submit("second");
		queue.close();
		assertThat(second).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withMessageContaining(UndeliveredWork.Reason.DRAIN_TIMEOUT.name())
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("future"));
	}

}
