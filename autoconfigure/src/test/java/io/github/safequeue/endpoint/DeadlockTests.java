/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what {@link SafeQueuesEndpoint} tells of deadlocks, with real ones.
 */
class DeadlockTests {

	private final TestQueues queues = new TestQueues();

	private final SafeQueuesEndpoint endpoint = new SafeQueuesEndpoint(this.queues);

	private final ReentrantLock stock = new ReentrantLock();

	private final ReentrantLock account = new ReentrantLock();

	private final CyclicBarrier bothHoldOne = new CyclicBarrier(2);

	@AfterEach
	void close() {
		this.queues.close();
	}

	@Test
	void cycleOfTwoWorkersNamesThreadsAndLocks() {
		CloseableSafeQueue<Boolean> orders = this.queues.add("orders", (Boolean stockFirst) -> {
			if (stockFirst) {
				lockBoth(this.stock, this.account);
			}
			else {
				lockBoth(this.account, this.stock);
			}
		}, (builder) -> builder.concurrency(3));
		orders.offer(true);
		orders.offer(false);
		await().untilAsserted(() -> assertThat(describe("orders").deadlock()).hasSize(2));
		SafeQueueDescriptor descriptor = describe("orders");
		List<DeadlockedThreadDescriptor> cycle = descriptor.deadlock();
		assertThat(cycle).extracting(DeadlockedThreadDescriptor::thread)
			.allMatch((name) -> name.startsWith("safequeue-orders-"))
			.doesNotHaveDuplicates();
		assertThat(cycle.get(0).heldBy()).isEqualTo(cycle.get(1).thread());
		assertThat(cycle.get(1).heldBy()).isEqualTo(cycle.get(0).thread());
		assertThat(cycle).extracting(DeadlockedThreadDescriptor::waitsFor)
			.allMatch(
					(lock) -> lock.matches("java\\.util\\.concurrent\\.locks\\.ReentrantLock\\$NonfairSync@[0-9a-f]+"))
			.doesNotHaveDuplicates();
		assertThat(descriptor.workers()).hasSize(3)
			.filteredOn(WorkerDescriptor::deadlocked)
			.hasSize(2)
			.allSatisfy((worker) -> {
				assertThat(worker.state()).isEqualTo(Thread.State.WAITING);
				assertThat(worker.handling()).startsWith("java.lang.Boolean@");
				assertThat(worker.stack()).anyMatch((frame) -> frame.contains("DeadlockTests.lockBoth"));
			});
	}

	@Test
	void cycleIncludesThreadsThatAreNotWorkers() throws Exception {
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> lockBoth(this.stock, this.account));
		orders.offer("one");
		Thread teller = new Thread(() -> {
			try {
				lockBoth(this.account, this.stock);
			}
			catch (Exception ex) {
				Thread.currentThread().interrupt();
			}
		}, "teller");
		teller.setDaemon(true);
		teller.start();
		try {
			await().untilAsserted(() -> assertThat(describe("orders").deadlock()).hasSize(2));
			List<DeadlockedThreadDescriptor> cycle = describe("orders").deadlock();
			assertThat(cycle).extracting(DeadlockedThreadDescriptor::thread)
				.containsExactly("safequeue-orders-1", "teller");
			assertThat(cycle).extracting(DeadlockedThreadDescriptor::heldBy)
				.containsExactly("teller", "safequeue-orders-1");
		}
		finally {
			teller.interrupt();
			teller.join();
		}
	}

	@Test
	void waitingWorkerIsNotDeadlocked() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
			entered.countDown();
			release.await();
		}, (builder) -> builder.drainTimeout(Duration.ofSeconds(5)));
		orders.offer("one");
		entered.await();
		assertThat(describe("orders").deadlock()).isNull();
		assertThat(describe("orders").workers()).noneMatch(WorkerDescriptor::deadlocked);
		release.countDown();
	}

	private SafeQueueDescriptor describe(String queue) {
		return this.endpoint.queue(queue);
	}

	private void lockBoth(ReentrantLock first, ReentrantLock second) throws Exception {
		first.lockInterruptibly();
		try {
			this.bothHoldOne.await();
			second.lockInterruptibly();
			second.unlock();
		}
		finally {
			first.unlock();
		}
	}

}
