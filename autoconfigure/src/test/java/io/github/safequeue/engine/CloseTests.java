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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The close protocol.
 */
@Timeout(120)
class CloseTests {

	@ParameterizedTest
	@EnumSource
	void handlesAllThatWaitsAndRefusesAfterwards(WorkerPools pool) {
		AtomicInteger handled = new AtomicInteger();
		CloseableSafeQueue<Object> queue = pool.buildPaused((item) -> handled.incrementAndGet());
		IntStream.range(0, 500).forEach((i) -> assertThat(queue.offer(i)).isTrue());
		queue.close();
		assertThat(handled).hasValue(500);
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(queue.offer("late")).isFalse();
		assertThat(queue.submit("late")).failsWithin(1, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.satisfies((ex) -> assertThat(((RejectedWorkException) ex.getCause()).reason())
				.isEqualTo(RejectedWorkException.Reason.CLOSED));
		assertThat(queue.snapshot().rejectedClosed()).isEqualTo(2);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void leftoversAreNamedOnceAndInOrderAndTheHandlerIsInterruptedOnce(WorkerPools pool) throws Exception {
		int calls = (pool.name().startsWith("ONE")) ? 1 : 3;
		CountDownLatch inside = new CountDownLatch(calls);
		AtomicInteger interrupts = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		List<Object> left = Collections.synchronizedList(new ArrayList<>());
		AtomicReference<UndeliveredWork.Reason> reason = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			inside.countDown();
			for (boolean done = false; !done;) {
				try {
					release.await();
					done = true;
				}
				catch (InterruptedException ex) {
					interrupts.incrementAndGet();
				}
			}
		}).drainTimeout(Duration.ofMillis(300)).undeliveredWorkHandler((work) -> {
			if (work.reason() != UndeliveredWork.Reason.IN_FLIGHT) {
				left.addAll(work.items());
				reason.set(work.reason());
			}
		}).build();
		IntStream.range(0, 100).forEach(queue::offer);
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
		long start = System.nanoTime();
		queue.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2300));
		assertThat(interrupts).hasValue(calls);
		assertThat(left).hasSize(100 - calls).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> (int) a - (int) b);
		assertThat(reason).hasValue(UndeliveredWork.Reason.DRAIN_TIMEOUT);
		assertThat(queue.snapshot().inFlight()).isEqualTo(calls);
		release.countDown();
		await().untilAsserted(() -> assertThat(queue.snapshot().handled()).isEqualTo(calls));
		assertThat(queue.snapshot().inFlight()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void emptyQueueThatWasNeverStartedClosesWithoutAWorker(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = pool.prepare(Fixtures.managed(), (item) -> {
		}).build();
		queue.close();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(queue.offer("late")).isFalse();
		assertThat(((DefaultSafeQueue<?>) queue).core().pool.workers).allMatch((worker) -> worker.thread() == null);
	}

	@ParameterizedTest
	@EnumSource
	void queueThatWasNeverStartedHandlesWhatItHolds(WorkerPools pool) {
		Outcomes outcomes = new Outcomes();
		CloseableSafeQueue<Object> queue = pool.prepare(Fixtures.managed(), outcomes.handler()).build();
		queue.offer("early");
		queue.close();
		assertThat(queue.snapshot().handled()).isEqualTo(1);
	}

	@Test
	void queuesThatFeedEachOtherLoseNothing() {
		for (int round = 0; round < 100; round++) {
			List<ManagedQueue<Object>> queues = new ArrayList<>();
			AtomicInteger lost = new AtomicInteger();
			AtomicInteger settled = new AtomicInteger();
			for (int i = 0; i < 2; i++) {
				int next = 1 - i;
				ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.managed()
					.name("q" + i)
					.capacity((round % 2 == 0) ? 0 : 1024)
					.<Object>handler((item) -> {
						if ((int) item == 0) {
							settled.incrementAndGet();
						}
						else if (!queues.get(next).offer((int) item - 1)) {
							lost.incrementAndGet();
						}
					})
					.build();
				queues.add(queue);
			}
			queues.forEach(ManagedQueue::start);
			IntStream.range(0, 20).forEach((i) -> queues.get(0).offer(i));
			ManagedQueues.closeTogether(queues, Fixtures.LIMIT, Drain.GRACE, Drain.REPORTING);
			assertThat(lost).hasValue(0);
			assertThat(settled).hasValue(20);
		}
	}

	@Test
	void queueOfAGroupOpensAgainIfAnotherOneGotAnItemMeanwhile() {
		ManagedQueue<Object> downstream = managed("downstream", (item) -> {
		});
		AtomicInteger lost = new AtomicInteger();
		Outcomes outcomes = new Outcomes();
		AtomicReference<DefaultSafeQueue<Object>> upstream = new AtomicReference<>();
		QueueBuffer buffer = new BrokenBuffers.Delegating(QueueBuffers.bounded(16)) {

			private boolean late = true;

			@Override
			public boolean closeAt(long accepted) {
				// The moment between the closing of the one queue and of the other.
				if (!this.late) {
					return super.closeAt(accepted);
				}
				this.late = false;
				upstream.get().offer("late");
				boolean closed = super.closeAt(accepted);
				// Time for a worker to handle the item before the other queue is open
				// again.
				for (int i = 0; i < 20 && !isEmpty(); i++) {
					LockSupport.parkNanos(2_000_000);
				}
				return closed;
			}

		};
		upstream.set(new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), (item) -> {
			if (!downstream.offer(item)) {
				lost.incrementAndGet();
			}
		}, Fixtures.LIMIT, buffer));
		downstream.start();
		upstream.get().start();
		ManagedQueues.closeTogether(List.of(downstream, upstream.get()), Fixtures.LIMIT, Drain.GRACE, Drain.REPORTING);
		assertThat(lost).hasValue(0);
		assertThat(downstream.snapshot().handled()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void workerMayCloseItsOwnQueueAndTheRestIsHandled(WorkerPools pool) {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		CountDownLatch closed = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		CloseableSafeQueue<Object> queue = pool.buildPaused((item) -> {
			if (item.equals(0)) {
				self.get().close();
				closed.countDown();
			}
			handled.incrementAndGet();
		});
		self.set(queue);
		IntStream.range(0, 50).forEach(queue::offer);
		queue.resume();
		await().atMost(Duration.ofSeconds(15)).until(() -> handled.get() == 50);
		assertThat(closed.getCount()).isZero();
		await().until(() -> queue.snapshot().handled() == 50);
	}

	@Test
	void futuresDependentMayCloseTheQueue() {
		AtomicInteger handled = new AtomicInteger();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.buildPaused((item) -> handled.incrementAndGet());
		CompletableFuture<Void> closing = queue.submit("closes").thenRun(queue::close);
		IntStream.range(0, 50).forEach(queue::offer);
		queue.resume();
		assertThat(closing).succeedsWithin(Duration.ofSeconds(15));
		assertThat(handled).hasValue(51);
	}

	@Test
	void handlerThatWaitsForTheClosingIsLeftBehind() {
		AtomicReference<Thread> closer = new AtomicReference<>();
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		AtomicInteger handled = new AtomicInteger();
		// Closing the second queue waits for the closing of the first, which waits for
		// it.
		CloseableSafeQueue<Object> second = WorkerPools.ONE.build((item) -> self.get().close());
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.buildPaused((item) -> {
			if (item.equals(0)) {
				second.offer("closes the first");
				second.close();
			}
			handled.incrementAndGet();
		});
		self.set(queue);
		IntStream.range(0, 10).forEach(queue::offer);
		closer.set(new Thread(queue::close));
		closer.get().start();
		await().atMost(Duration.ofSeconds(15)).until(() -> handled.get() == 10 && !closer.get().isAlive());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closingThreadKeepsItsInterruptFlag(boolean before) throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.build((item) -> {
			inside.countDown();
			release.await();
		});
		queue.offer("item");
		inside.await();
		AtomicInteger kept = new AtomicInteger();
		Runnable close = () -> {
			if (before) {
				Thread.currentThread().interrupt();
			}
			queue.close();
			if (Thread.currentThread().isInterrupted() && queue.state() == SafeQueueState.CLOSED) {
				kept.incrementAndGet();
			}
		};
		Thread first = new Thread(close);
		first.start();
		await().until(() -> queue.state() == SafeQueueState.DRAINING);
		Thread second = new Thread(close);
		second.start();
		await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
		first.interrupt();
		second.interrupt();
		assertThat(queue.state()).isEqualTo(SafeQueueState.DRAINING);
		release.countDown();
		first.join();
		second.join();
		assertThat(kept).hasValue(2);
	}

	@Test
	void queueWithoutHandlerReportsWhatItAccepted() {
		Outcomes outcomes = new Outcomes();
		ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.managed()
			.name("q")
			.undeliveredWorkHandler(outcomes)
			.<Object>build();
		outcomes.offer(queue, "item");
		queue.close();
		outcomes.assertTrue();
		assertThat(outcomes.count("undelivered")).isEqualTo(1);
		assertThat(queue.snapshot().undelivered()).isEqualTo(1);
	}

	@Test
	void itemThatIsMovedToALaneAtTheDeadlineIsReported() throws Exception {
		CountDownLatch inKey = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Outcomes outcomes = new Outcomes();
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").concurrency(2).key((item) -> {
			inKey.countDown();
			boolean done = false;
			while (!done) {
				try {
					release.await();
					done = true;
				}
				catch (InterruptedException ex) {
					// Stands for a key that cannot be interrupted.
				}
			}
			return item;
		}).handler(outcomes.handler()).undeliveredWorkHandler(outcomes).drainTimeout(Duration.ofMillis(50)).build();
		IntStream.range(0, 5).forEach((i) -> outcomes.offer(queue, i));
		inKey.await();
		queue.close();
		assertThat(outcomes.count("undelivered")).isEqualTo(4);
		release.countDown();
		await().until(() -> outcomes.count("undelivered") == 5);
		outcomes.assertTrue();
		assertThat(queue.snapshot().undelivered()).isEqualTo(5);
		await().until(() -> queue.snapshot().inFlight() == 0 && queue.size() == 0);
	}

	private static ManagedQueue<Object> managed(String name, WorkHandler<Object> handler) {
		return (ManagedQueue<Object>) Fixtures.managed().name(name).handler(handler).<Object>build();
	}

}
