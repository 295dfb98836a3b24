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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Order, and that nothing is lost or handled twice.
 */
class OrderTests {

	record Keyed(int key, int number) {
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4096 })
	void oneProducerAndOneWorkerKeepTheOrder(int capacity) {
		List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
		CloseableSafeQueue<Integer> queue = SafeQueues.builder()
			.name("q")
			.capacity(capacity)
			.<Integer>handler(handled::add)
			.build();
		IntStream.range(0, 4000).forEach((i) -> assertThat(queue.offer(i)).isTrue());
		queue.close();
		assertThat(handled).isEqualTo(IntStream.range(0, 4000).boxed().toList());
	}

	@ParameterizedTest
	@EnumSource
	void fiftyThreadsLoseAndDoubleNothing(WorkerPools pool) throws Exception {
		Outcomes outcomes = new Outcomes();
		CloseableSafeQueue<Object> queue = pool.build(outcomes.handler());
		CountDownLatch go = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			int producer = i;
			threads.add(new Thread(() -> {
				try {
					go.await();
				}
				catch (InterruptedException ex) {
					return;
				}
				for (int n = 0; n < 50; n++) {
					while (!outcomes.offer(queue, producer * 50 + n)) {
						Thread.onSpinWait();
					}
				}
			}));
		}
		threads.forEach(Thread::start);
		go.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
		outcomes.assertTrue();
		assertThat(outcomes.count("handled")).isEqualTo(2500);
	}

	/** Checks order and exclusion of keys, whatever calls it. */
	private static final class KeyedCheck {

		private final Map<Integer, Integer> last = new ConcurrentHashMap<>();

		private final Map<Integer, AtomicInteger> inside = new ConcurrentHashMap<>();

		final AtomicInteger violations = new AtomicInteger();

		void handle(Keyed item) {
			AtomicInteger inside = this.inside.computeIfAbsent(item.key(), (key) -> new AtomicInteger());
			if (inside.incrementAndGet() != 1) {
				this.violations.incrementAndGet();
			}
			Integer before = this.last.put(item.key(), item.number());
			if (before != null && before >= item.number()) {
				this.violations.incrementAndGet();
			}
			Thread.onSpinWait();
			inside.decrementAndGet();
		}

	}

	private static int violations(boolean keyed, boolean virtual) {
		KeyedCheck check = new KeyedCheck();
		SafeQueueBuilder builder = SafeQueues.builder()
			.name("q")
			.concurrency(4)
			.capacity(0)
			.virtualThreads(virtual)
			.handler(check::handle);
		if (keyed) {
			builder.key(Keyed::key);
		}
		CloseableSafeQueue<Keyed> queue = builder.build();
		for (int i = 0; i < 100_000; i++) {
			queue.offer(new Keyed(i % 7, i));
		}
		queue.close();
		assertThat(queue.snapshot().handled()).isEqualTo(100_000);
		return check.violations.get();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void itemsOfOneKeyKeepTheirOrderAndNeverMeet(boolean virtual) {
		assertThat(violations(true, virtual && WorkerThreads.supportsVirtual())).isZero();
	}

	@Test
	void severalWorkersWithoutKeysAreCaughtByTheSameCheck() {
		assertThat(violations(false, false)).isPositive();
	}

	@Test
	void waitingItemsOfLanesCountAgainstTheCapacity() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch inside = new CountDownLatch(1);
		CloseableSafeQueue<Integer> queue = SafeQueues.builder()
			.name("q")
			.capacity(4)
			.concurrency(2)
			.key((item) -> 0)
			.handler((item) -> {
				inside.countDown();
				release.await();
			})
			.build();
		queue.offer(0);
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 4; i++) {
			assertThat(queue.offer(i)).isTrue();
			// Waits with its key: the buffer itself has room again.
			await().until(((DefaultSafeQueue<?>) queue).core().buffer::isEmpty);
		}
		assertThat(queue.offer(4)).isFalse();
		assertThat(queue.size()).isEqualTo(4);
		release.countDown();
		assertThat(queue.awaitQuiescence(Duration.ofSeconds(30))).isTrue();
		assertThat(queue.offer(9)).isTrue();
		queue.close();
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> queue.offer(null));
	}

}
