/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory that is missing at the worst moments.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class MemoryRetryTests {

	@Test
	void futureThatCannotBeCompletedForLackOfMemoryIsCompletedLater() throws Exception {
		AtomicInteger failures = new AtomicInteger(3);
		CompletableFuture<Void> future = new CompletableFuture<>() {

			@Override
			public boolean completeExceptionally(Throwable ex) {
				if (failures.getAndDecrement() > 0) {
					throw new OutOfMemoryError("on purpose");
				}
				return super.completeExceptionally(ex);
			}

		};
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), (item) -> {
			throw new IllegalStateException("on purpose");
		}, Fixtures.LIMIT);
		queue.start();
		queue.offer(new Envelope("item", future, null));
		assertThat(future).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		queue.close();
		assertThat(outcomes.count("failed")).isEqualTo(1);
	}

	@Test
	void reportThatFindsNoMemoryIsGoneOnWith() {
		AtomicInteger failures = new AtomicInteger(3);
		CompletableFuture<Void> future = new CompletableFuture<>() {

			@Override
			public boolean completeExceptionally(Throwable ex) {
				if (failures.getAndDecrement() > 0) {
					throw new OutOfMemoryError("on purpose");
				}
				return super.completeExceptionally(ex);
			}

		};
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), null,
				Fixtures.LIMIT);
		queue.offer("first");
		queue.offer(new Envelope("second", future, null));
		queue.close();
		assertThat(future).isCompletedExceptionally();
		assertThat(outcomes.count("undelivered")).isEqualTo(2);
		assertThat(queue.snapshot().undelivered()).isEqualTo(2);
	}

}
