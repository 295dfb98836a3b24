/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkerSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a queue reports of its workers.
 */
class WorkerReportTests {

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void onlyWorkersBeyondTheThresholdAreStuck() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.concurrency(3)
			.stuckThreshold(Duration.ofMillis(1))
			.handler((item) -> this.release.await())
			.build();
		SafeQueueDiagnostics diagnostics = (SafeQueueDiagnostics) queue;
		assertThat(diagnostics.stuckWorkers()).isEmpty();
		queue.offer("stuck");
		await().until(() -> !diagnostics.stuckWorkers().isEmpty());
		assertThat(diagnostics.stuckWorkers()).singleElement().satisfies((worker) -> {
			assertThat(worker.handling()).startsWith("java.lang.String@");
			assertThat(worker.stack()).isNotEmpty();
		});
		this.release.countDown();
		queue.close();
	}

	@Test
	void anItemThatIsAListIsOneItem() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.handler((item) -> this.release.await())
			.build();
		SafeQueueDiagnostics diagnostics = (SafeQueueDiagnostics) queue;
		queue.offer(new ArrayList<>(List.of("a", "b", "c")));
		await().untilAsserted(
				() -> assertThat(diagnostics.workers()).extracting(WorkerSnapshot::handling).doesNotContainNull());
		assertThat(diagnostics.workers()).singleElement()
			.satisfies((worker) -> assertThat(worker.handling()).startsWith("java.util.ArrayList@"));
		this.release.countDown();
		queue.close();
	}

	@Test
	void aHandlerThatClosesItsQueueOfListsHasOneItemInHand() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.drainTimeout(Duration.ofMinutes(10))
			.handler((item) -> {
				self.get().close();
				closed.countDown();
			})
			.build();
		self.set(queue);
		queue.offer(new ArrayList<>(List.of("a", "b", "c")));
		assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.awaitQuiescence(Duration.ofSeconds(60))).isTrue();
		assertThat(queue.snapshot().handled()).isEqualTo(1);
	}

	@Test
	void whatWaitsForTheKeyOfAWorkerIsCounted() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.concurrency(2)
			.key((item) -> 1)
			.handler((item) -> this.release.await())
			.build();
		SafeQueueDiagnostics diagnostics = (SafeQueueDiagnostics) queue;
		for (int i = 0; i < 5; i++) {
			queue.offer(i);
		}
		// One worker has the key, the other one has nothing.
		await().untilAsserted(() -> assertThat(diagnostics.workers()).extracting(WorkerSnapshot::waiting)
			.containsExactlyInAnyOrder(0, 4));
		this.release.countDown();
		queue.close();
	}

}
