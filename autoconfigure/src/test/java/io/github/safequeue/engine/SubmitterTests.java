/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.engine.buffer.UnpublishedClaim;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What the submitting thread sees and pays.
 */
@Timeout(120)
class SubmitterTests {

	private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
		.getThreadMXBean();

	private static long allocatedByOffers(CloseableSafeQueue<Object> queue) {
		long self = Thread.currentThread().getId();
		Object item = "item";
		long least = Long.MAX_VALUE;
		// The JVM itself may allocate on this thread now and then, while it compiles.
		for (int round = 0; round < 200; round++) {
			long before = THREADS.getThreadAllocatedBytes(self);
			for (int i = 0; i < 200; i++) {
				queue.offer(item);
			}
			least = Math.min(least, THREADS.getThreadAllocatedBytes(self) - before);
		}
		long before = THREADS.getThreadAllocatedBytes(self);
		return least - (THREADS.getThreadAllocatedBytes(self) - before);
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE", "SEVERAL", "LANES", "VIRTUAL" })
	void offerOnABoundedQueueAllocatesNothing(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
		});
		assertThat(allocatedByOffers(queue)).isZero();
		queue.close();
		assertThat(allocatedByOffers(queue)).as("refused").isZero();
	}

	@Test
	void allocationOfTheUnboundedQueueIsSeenByTheSameMeasurement() {
		CloseableSafeQueue<Object> queue = WorkerPools.ONE_UNBOUNDED.build((item) -> {
		});
		assertThat(allocatedByOffers(queue)).isPositive();
		queue.close();
	}

	@Test
	void refusalsAreCountedByReason() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").capacity(2).handler((item) -> {
		}).autoStartup(false).build();
		for (int i = 0; i < 5; i++) {
			assertThat(queue.offer(i)).isEqualTo(i < 2);
		}
		assertThat(queue.snapshot().rejectedFull()).isEqualTo(3);
		assertThat(queue.submit("more")).isCompletedExceptionally();
		queue.close();
		queue.offer("late");
		assertThat(queue.snapshot().rejectedFull()).isEqualTo(4);
		assertThat(queue.snapshot().rejectedClosed()).isEqualTo(1);
		assertThat(queue.snapshot().accepted()).isEqualTo(2);
		assertThat(ManagedQueues.unreported()).anyMatch((line) -> line.contains("'q' refused 1 items"));
	}

	@ParameterizedTest
	@EnumSource
	void interruptFlagOfTheSubmitterIsKept(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
		});
		Thread.currentThread().interrupt();
		for (int i = 0; i < 100; i++) {
			queue.offer(i);
			queue.submit(i);
		}
		assertThat(Thread.interrupted()).isTrue();
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void itemIsCollectableOnceHandled(WorkerPools pool) throws Exception {
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
		});
		for (int round = 0; round < 3; round++) {
			WeakReference<Object> reference = offerNew(queue);
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
			await().until(() -> {
				System.gc();
				return reference.get() == null;
			});
		}
		queue.close();
	}

	private static WeakReference<Object> offerNew(CloseableSafeQueue<Object> queue) {
		Object item = new Object();
		assertThat(queue.offer(item)).isTrue();
		return new WeakReference<>(item);
	}

	@Test
	void unpublishedPlaceIsReportedBurnsNoCoreAndClosingRescuesWhatStandsBehind() throws Exception {
		Outcomes outcomes = new Outcomes();
		QueueBuffer buffer = QueueBuffers.bounded(16);
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), outcomes.handler(),
				Duration.ofMillis(100), buffer);
		queue.start();
		// A submitter claims a place and is held up.
		UnpublishedClaim claim = UnpublishedClaim.of(buffer);
		for (int i = 1; i < 10; i++) {
			outcomes.offer(queue, i);
		}
		await().until(queue::blockedByUnpublishedItem);
		Thread worker = queue.core().pool.allInFlights().iterator().next().thread;
		long cpu = THREADS.getThreadCpuTime(worker.getId());
		long start = System.nanoTime();
		await().until(() -> System.nanoTime() - start > 1_000_000_000L);
		long used = THREADS.getThreadCpuTime(worker.getId()) - cpu;
		assertThat(used).isLessThan((System.nanoTime() - start) / 5);
		queue.close();
		assertThat(outcomes.count("undelivered")).isEqualTo(9);
		outcomes.assertTrue();
		assertThat(queue.snapshot().accepted()).isEqualTo(9);
		// The submitter comes back: its answer was true as well.
		claim.publish(0);
		outcomes.answered(0, true);
		await().until(() -> outcomes.count("undelivered") == 10);
		outcomes.assertTrue();
		assertThat(queue.snapshot().accepted()).isEqualTo(10);
		assertThat(queue.snapshot().undelivered()).isEqualTo(10);
	}

	@Test
	void submitterBetweenClaimAndPublicationIsWaitedForByClosing() throws Exception {
		Outcomes outcomes = new Outcomes();
		QueueBuffer buffer = QueueBuffers.bounded(16);
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), outcomes.handler(),
				Fixtures.LIMIT, buffer);
		queue.start();
		UnpublishedClaim claim = UnpublishedClaim.of(buffer);
		outcomes.answered("slow", true);
		outcomes.offer(queue, "behind");
		Thread closer = new Thread(queue::close);
		closer.start();
		await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		claim.publish("slow");
		closer.join();
		outcomes.assertTrue();
		assertThat(outcomes.count("handled")).isEqualTo(2);
	}

	@Test
	void virtualThreadsOffersWhileAllCarriersAreBusy() throws Exception {
		assumeThat(WorkerThreads.supportsVirtual()).isTrue();
		CloseableSafeQueue<Object> queue = WorkerPools.VIRTUAL.build((item) -> {
		});
		AtomicBoolean stop = new AtomicBoolean();
		ThreadFactory factory = new VirtualThreadTaskExecutor("busy").getVirtualThreadFactory();
		int carriers = Runtime.getRuntime().availableProcessors();
		CountDownLatch busy = new CountDownLatch(carriers);
		CountDownLatch offered = new CountDownLatch(carriers);
		AtomicBoolean another = new AtomicBoolean();
		Executor executor = (task) -> factory.newThread(task).start();
		for (int i = 0; i < carriers; i++) {
			executor.execute(() -> {
				busy.countDown();
				while (!another.get()) {
					Thread.onSpinWait();
				}
				for (int n = 0; n < 20; n++) {
					queue.offer(n);
				}
				offered.countDown();
				while (!stop.get()) {
					Thread.onSpinWait();
				}
			});
		}
		busy.await();
		// Takes the carrier of a thread that gives it up in an offer, and keeps it.
		executor.execute(() -> {
			while (!stop.get()) {
				Thread.onSpinWait();
			}
		});
		another.set(true);
		try {
			assertThat(offered.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(queue.offer("from a platform thread")).isTrue();
			assertThat(queue.snapshot().accepted()).isEqualTo(carriers * 20L + 1);
		}
		finally {
			stop.set(true);
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
	}

}
