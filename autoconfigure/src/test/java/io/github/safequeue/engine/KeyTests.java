/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Items of one key in order and one at a time, and none that waits for another key while
 * a worker is free.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class KeyTests {

	private static final int KEYS = 200;

	private static final int ITEMS_OF_A_KEY = 5;

	private final CountDownLatch release = new CountDownLatch(1);

	private final Map<Integer, List<Integer>> handled = new ConcurrentHashMap<>();

	@AfterEach
	void goOn() {
		this.release.countDown();
	}

	private record Item(int key, int number) {
	}

	private static SafeQueueBuilder builder(int concurrency, boolean virtual) {
		return SafeQueues.builder()
			.name("q")
			.capacity(2000)
			.concurrency(concurrency)
			.virtualThreads(virtual)
			.key(Item::key);
	}

	private void handle(Item item) throws InterruptedException {
		if (item.key() < 0) {
			this.release.await();
		}
		this.handled.computeIfAbsent(item.key(), (key) -> Collections.synchronizedList(new ArrayList<>()))
			.add(item.number());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hangingKeysKeepNoOtherKeyWaiting(boolean virtual) {
		assumeThat(!virtual || WorkerThreads.supportsVirtual()).isTrue();
		CloseableSafeQueue<Item> queue = builder(4, virtual).handler(this::handle).build();
		// Three of four workers have a key that hangs, with more items behind each.
		for (int i = 0; i < 5; i++) {
			for (int key = -3; key < 0; key++) {
				queue.offer(new Item(key, i));
			}
		}
		for (int i = 0; i < ITEMS_OF_A_KEY; i++) {
			for (int key = 0; key < KEYS; key++) {
				assertThat(queue.offer(new Item(key, i))).isTrue();
			}
		}
		await().untilAsserted(() -> assertThat(queue.snapshot().handled()).isEqualTo(KEYS * ITEMS_OF_A_KEY));
		assertThat(this.handled).hasSize(KEYS);
		assertThat(this.handled.values()).allSatisfy((numbers) -> assertThat(numbers).containsExactly(0, 1, 2, 3, 4));
		assertThat(queue.size()).as("behind the keys that hang").isEqualTo(3 * 4);
		this.release.countDown();
		queue.close();
		assertThat(this.handled.get(-1)).containsExactly(0, 1, 2, 3, 4);
	}

	/** A batch lets go of two keys, and the next one takes items of one of them only. */
	@Test
	void workerThatSleepsIsWokenForAKeyThatABatchLeaves() {
		Set<Item> batched = ConcurrentHashMap.newKeySet();
		CountDownLatch first = new CountDownLatch(1);
		AtomicBoolean hanging = new AtomicBoolean();
		CloseableSafeQueue<Item> queue = SafeQueues.builder()
			.name("q")
			.concurrency(2)
			.key(Item::key)
			.<Item>batchHandler((items) -> {
				batched.addAll(items);
				if (items.get(0).number() == 0) {
					first.await();
				}
				else if (hanging.compareAndSet(false, true)) {
					this.release.await();
				}
			}, 2)
			.autoStartup(false)
			.build();
		queue.offer(new Item(1, 0));
		queue.offer(new Item(2, 0));
		queue.resume();
		await().until(() -> batched.size() == 2);
		for (int i = 1; i <= 2; i++) {
			queue.offer(new Item(1, i));
			queue.offer(new Item(2, i));
		}
		await().until(() -> isAnyAsleep((DefaultSafeQueue<?>) queue));
		first.countDown();
		await().untilAsserted(() -> assertThat(batched).hasSize(6));
		this.release.countDown();
		queue.close();
	}

	private static boolean isAnyAsleep(DefaultSafeQueue<?> queue) {
		return queue.core().buffer.isEmpty() && queue.core().pool.workers.stream()
			.filter((worker) -> !worker.inFlight.isBusy())
			.map(Worker::thread)
			.anyMatch((thread) -> thread != null && thread.getState() == Thread.State.WAITING);
	}

	@Test
	void whatWaitsWithItsKeyCountsAgainstTheCapacity() {
		CloseableSafeQueue<Item> queue = builder(2, false).capacity(10).handler(this::handle).build();
		queue.offer(new Item(-1, 0));
		await().until(() -> queue.snapshot().inFlight() == 1);
		for (int i = 1; i <= 10; i++) {
			assertThat(queue.offer(new Item(-1, i))).isTrue();
		}
		assertThat(queue.size()).isEqualTo(10);
		assertThat(queue.offer(new Item(1, 0))).isFalse();
		this.release.countDown();
		queue.close();
		assertThat(this.handled.get(-1)).hasSize(11).isSorted();
	}

	@Test
	void itemBetweenAttemptsKeepsItsKeyAndNoThread() throws Exception {
		AtomicInteger attempts = new AtomicInteger();
		CloseableSafeQueue<Item> queue = builder(1, false).handler((Item item) -> {
			if (item.key() == 0 && item.number() == 0 && attempts.incrementAndGet() < 3) {
				throw new IllegalStateException("on purpose");
			}
			handle(item);
		}).retry(RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(300)).build()).build();
		for (int i = 0; i < 3; i++) {
			queue.offer(new Item(0, i));
			queue.offer(new Item(1, i));
		}
		// The only worker handles the other key while the first waits for its attempts.
		await().until(() -> this.handled.containsKey(1) && this.handled.get(1).size() == 3);
		assertThat(this.handled).doesNotContainKey(0);
		assertThat(queue.snapshot()).returns(1, (now) -> now.inFlight()).returns(2, (now) -> now.size());
		assertThat(queue.awaitQuiescence(Duration.ofMillis(1))).isFalse();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.handled.get(0)).containsExactly(0, 1, 2);
		assertThat(queue.snapshot().retried()).isEqualTo(2);
		queue.close();
	}

	@Test
	void retryThatIsDueIsHandledWhileTheWorkerThatFailedIsBusy() {
		AtomicBoolean failed = new AtomicBoolean();
		CloseableSafeQueue<Item> queue = builder(2, false).handler((Item item) -> {
			if (item.key() == 0 && failed.compareAndSet(false, true)) {
				throw new IllegalStateException("on purpose");
			}
			handle(item);
		}).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(200)).build()).build();
		queue.offer(new Item(0, 0));
		await().until(failed::get);
		queue.offer(new Item(-1, 0));
		await().untilAsserted(() -> assertThat(this.handled.get(0)).containsExactly(0));
		this.release.countDown();
		queue.close();
	}

	@Test
	void batchHoldsSeveralKeysAndNoneThatIsInFlightElsewhere() {
		Set<Integer> inFlight = ConcurrentHashMap.newKeySet();
		AtomicBoolean several = new AtomicBoolean();
		AtomicInteger violations = new AtomicInteger();
		CloseableSafeQueue<Item> queue = builder(4, false).batchHandler((List<Item> items) -> {
			Set<Integer> keys = Set.copyOf(items.stream().map(Item::key).toList());
			keys.forEach((key) -> {
				if (!inFlight.add(key)) {
					violations.incrementAndGet();
				}
			});
			several.compareAndSet(false, keys.size() > 1);
			for (Item item : items) {
				handle(item);
			}
			inFlight.removeAll(keys);
		}, 16).build();
		IntStream.range(0, 20_000).forEach((i) -> {
			while (!queue.offer(new Item(i % 50, i))) {
				Thread.onSpinWait();
			}
		});
		queue.close();
		assertThat(violations).hasValue(0);
		assertThat(several).isTrue();
		assertThat(this.handled.values()).allSatisfy((numbers) -> assertThat(numbers).hasSize(400).isSorted());
	}

	@Test
	void waitingItemsAndRetriesAreReportedAtTheDeadlineOnce() {
		Outcomes outcomes = new Outcomes();
		CloseableSafeQueue<Item> queue = builder(2, false).handler((Item item) -> {
			if (item.key() == 0) {
				throw new IllegalStateException("on purpose");
			}
			this.release.await();
			outcomes.handled(item);
		})
			.retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofHours(1)).build())
			.deadLetterHandler(outcomes)
			.undeliveredWorkHandler(outcomes)
			.drainTimeout(Duration.ofMillis(50))
			.build();
		for (int i = 0; i < 5; i++) {
			outcomes.offer(asObjects(queue), new Item(0, i));
			outcomes.offer(asObjects(queue), new Item(1, i));
		}
		await().until(() -> queue.snapshot().inFlight() == 2);
		queue.close();
		this.release.countDown();
		await().until(() -> queue.snapshot().inFlight() == 0);
		outcomes.assertTrue();
		assertThat(outcomes.count("undelivered")).isEqualTo(10);
	}

	@SuppressWarnings("unchecked")
	private static CloseableSafeQueue<Object> asObjects(CloseableSafeQueue<?> queue) {
		return (CloseableSafeQueue<Object>) queue;
	}

}
