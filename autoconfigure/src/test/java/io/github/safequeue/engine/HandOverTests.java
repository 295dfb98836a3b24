/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ItemIdentity;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkerSnapshot;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A single worker takes without regard to others, and hands over when the queue closes.
 */
@Timeout(120)
class HandOverTests {

	private static final String CLOSES = "closes the queue";

	private static DefaultSafeQueue<Object> queueWhoseWorkerIsAboutToTake(Outcomes outcomes) {
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), (item) -> {
		}, Fixtures.LIMIT, QueueBuffers.bounded(16));
		IntStream.range(0, 3).forEach((i) -> outcomes.offer(queue, i));
		// It began, and the operating system stopped it before it took anything.
		InFlight inFlight = queue.core().pool.inFlights.get(0);
		inFlight.thread = new Thread(() -> {
		});
		inFlight.beginTaking();
		return queue;
	}

	@Test
	void nothingIsTakenWhileTheWorkerMayBeTaking() {
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = queueWhoseWorkerIsAboutToTake(outcomes);
		queue.core().stop();
		queue.core().collector.collectLater(UndeliveredWork.Reason.DRAIN_TIMEOUT);
		assertThat(queue.core().collector.reportLate()).isFalse();
		assertThat(queue.snapshot()).returns(3, (now) -> now.size()).returns(0L, (now) -> now.undelivered());
		queue.core().pool.inFlights.get(0).thread = null;
		queue.core().collector.reportLate();
		await().untilAsserted(() -> assertThat(outcomes.count("undelivered")).isEqualTo(3));
		assertThat(queue.snapshot()).returns(0, (now) -> now.size()).returns(3L, (now) -> now.undelivered());
	}

	@Test
	void queueThatIsGivenUpCountsWhatAWorkerMayBeTaking() {
		DefaultSafeQueue<Object> queue = queueWhoseWorkerIsAboutToTake(new Outcomes());
		assertThat(Drain.abandon(queue.core())).isEqualTo(3);
		assertThat(queue.snapshot().undelivered()).isZero();
	}

	@Test
	void whatWaitsBehindABlockingFollowerIsReported() throws Exception {
		Outcomes outcomes = new Outcomes();
		CountDownLatch inside = new CountDownLatch(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").handler((item) -> {
		}).undeliveredWorkHandler(outcomes).drainTimeout(Duration.ofMillis(100)).autoStartup(false).build();
		queue.submit("first").thenRun(() -> {
			inside.countDown();
			gate.join();
		});
		IntStream.range(0, 3).forEach((i) -> outcomes.offer(queue, i));
		queue.resume();
		inside.await();
		queue.close();
		assertThat(outcomes.count("undelivered")).isEqualTo(3);
		gate.complete(null);
	}

	@Test
	void itemOfADetachedCallStaysInFlight() throws Exception {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		AtomicReference<List<WorkerSnapshot>> workers = new AtomicReference<>();
		List<Object> handled = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch full = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").capacity(4).handler((Object item) -> {
			handled.add(item);
			if (CLOSES.equals(item)) {
				full.await();
				self.get().close();
			}
			else if (item instanceof Integer number && number > 0) {
				workers.set(((DefaultSafeQueue<?>) self.get()).workers());
				self.get().offer(number - 1);
			}
		}).build();
		self.set(queue);
		queue.offer(CLOSES);
		await().until(() -> queue.snapshot().inFlight() == 1);
		// More than there are places, one after the other.
		for (Object item : new Object[] { "a", "b", "c", 1000 }) {
			assertThat(queue.offer(item)).isTrue();
		}
		full.countDown();
		await().until(() -> queue.snapshot().handled() == 1005);
		assertThat(handled).hasSize(1005).doesNotHaveDuplicates();
		assertThat(workers.get()).extracting(WorkerSnapshot::handling)
			.containsExactly(ItemIdentity.of(CLOSES), ItemIdentity.of(1));
		assertThat(queue.snapshot()).returns(0, (now) -> now.inFlight()).returns(0, (now) -> now.size());
		await().untilAsserted(
				() -> assertThat(((DefaultSafeQueue<?>) queue).workers()).extracting(WorkerSnapshot::handling)
					.containsOnlyNulls());
	}

}
