/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.testing.Secret;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SafeQueueMeters} and {@link MicrometerWorkTimings}.
 */
class SafeQueueMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final TestQueues queues = new TestQueues();

	private final MicrometerWorkTimings timings = new MicrometerWorkTimings();

	private final SafeQueueMeters meters = new SafeQueueMeters(this.queues, this.timings);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.queues.close();
	}

	@Test
	void metersTellTheFiguresOfASnapshot() throws Exception {
		CountDownLatch entered = new CountDownLatch(3);
		CloseableSafeQueue<Secret> cards = this.queues.add("cards", (item) -> {
			entered.countDown();
			if (entered.getCount() == 1) {
				throw new IllegalStateException("refused");
			}
			if (entered.getCount() == 0) {
				this.release.await();
			}
		}, (builder) -> builder.capacity(2).deadLetterHandler((letter) -> {
		}));
		this.meters.bindTo(this.registry);
		cards.submit(new Secret()).join();
		cards.submit(new Secret()).exceptionally((ex) -> null).join();
		cards.offer(new Secret());
		entered.await();
		while (cards.offer(new Secret())) {
			assertThat(cards.size()).isLessThanOrEqualTo(cards.capacity());
		}
		assertThat(counter("safequeue.accepted", "cards")).isEqualTo(5);
		assertThat(counter("safequeue.handled", "cards")).isEqualTo(1);
		assertThat(counter("safequeue.failed", "cards")).isEqualTo(1);
		assertThat(counter("safequeue.undelivered", "cards")).isZero();
		assertThat(counter("safequeue.retried", "cards")).isZero();
		assertThat(rejected("cards", "full")).isEqualTo(1);
		assertThat(rejected("cards", "closed")).isZero();
		assertThat(gauge("safequeue.size", "cards")).isEqualTo(2);
		assertThat(gauge("safequeue.capacity", "cards")).isEqualTo(2);
		assertThat(gauge("safequeue.in.flight", "cards")).isEqualTo(1);
		cards.close();
		cards.offer(new Secret());
		assertThat(rejected("cards", "closed")).isEqualTo(1);
		assertThat(counter("safequeue.undelivered", "cards")).isEqualTo(2);
		assertThat(this.registry.getMeters()).noneMatch((meter) -> meter.getId().toString().contains(Secret.CONTENT));
	}

	@Test
	void timersAreThereBeforeTheFirstItemAndFedByWorkers() throws Exception {
		// So long that every call is timed.
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> Thread.sleep(1),
				(builder) -> builder.timings(this.timings));
		this.meters.bindTo(this.registry);
		assertThat(this.registry.get("safequeue.handling").tag("queue", "orders").timer().count()).isZero();
		assertThat(this.registry.get("safequeue.waiting").tag("queue", "orders").timer().count()).isZero();
		orders.pause();
		for (int i = 0; i < 10; i++) {
			orders.submit("item");
		}
		orders.resume();
		assertThat(orders.awaitQuiescence(Duration.ofSeconds(10))).isTrue();
		assertThat(this.registry.get("safequeue.handling").tag("queue", "orders").timer().count()).isEqualTo(10);
		assertThat(this.registry.get("safequeue.waiting").tag("queue", "orders").timer().count()).isPositive();
	}

	@Test
	void timingsOfAQueueNobodyRegisteredAreRecorded() {
		this.meters.bindTo(this.registry);
		this.timings.handling("late", TimeUnit.MILLISECONDS.toNanos(5));
		this.timings.waiting("late", TimeUnit.MILLISECONDS.toNanos(7));
		assertThat(
				this.registry.get("safequeue.handling").tag("queue", "late").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(5);
		assertThat(this.registry.get("safequeue.waiting").tag("queue", "late").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(7);
	}

	@Test
	void timingsThrowNothingWhereTimersCannotBeRegistered() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				throw new IllegalStateException("bad filter");
			}

		});
		this.timings.bindTo(this.registry);
		assertThatNoException().isThrownBy(() -> this.timings.handling("orders", 1));
		assertThatNoException().isThrownBy(() -> this.timings.waiting("orders", 1));
	}

	@Test
	void timingsBeforeBindingAreNotRecorded() {
		assertThatNoException().isThrownBy(() -> this.timings.handling("orders", 1));
		this.meters.bindTo(this.registry);
		assertThat(this.registry.find("safequeue.handling").timer()).isNull();
	}

	@Test
	void queueAddedAfterBindingGetsItsMetersOnce() {
		SafeQueue<String> early = this.queues.add("early", (item) -> {
		});
		this.meters.add(early);
		assertThat(this.registry.getMeters()).isEmpty();
		this.meters.bindTo(this.registry);
		int before = this.registry.getMeters().size();
		this.meters.add(early);
		assertThat(this.registry.getMeters()).hasSize(before);
		this.meters.add(this.queues.add("late", (item) -> {
		}));
		assertThat(this.registry.getMeters()).hasSize(2 * before);
		assertThat(gauge("safequeue.capacity", "late")).isEqualTo(8192);
	}

	@Test
	void metersDoNotKeepAClosedQueue() {
		WeakReference<SafeQueue<?>> forgotten = bindAndForget();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(forgotten.get()).isNull();
		});
		assertThat(this.registry.find("safequeue.accepted").functionCounters()).hasSize(1);
	}

	private WeakReference<SafeQueue<?>> bindAndForget() {
		CloseableSafeQueue<String> queue = this.queues.add("orders", (item) -> {
		});
		this.meters.bindTo(this.registry);
		queue.submit("item").join();
		assertThat(counter("safequeue.accepted", "orders")).isEqualTo(1);
		this.queues.close();
		return new WeakReference<>(queue);
	}

	@Test
	void queuesOfOneNameAddUp() throws Exception {
		CompositeMeterRegistry shared = new CompositeMeterRegistry();
		shared.add(this.registry);
		shared.config().commonTags("application", "shop");
		try (TestQueues first = new TestQueues(); TestQueues second = new TestQueues()) {
			SafeQueueMeters one = new SafeQueueMeters(first, null);
			SafeQueueMeters two = new SafeQueueMeters(second, null);
			CloseableSafeQueue<String> early = first.add("orders", (item) -> {
			}, (builder) -> builder.capacity(16));
			one.bindTo(shared);
			early.submit("one").join();
			CloseableSafeQueue<String> late = second.add("orders", (item) -> {
			}, (builder) -> builder.capacity(32));
			two.bindTo(shared);
			two.bindTo(shared);
			late.submit("one").join();
			late.submit("two").join();
			assertThat(counter("safequeue.accepted", "orders")).isEqualTo(3);
			assertThat(gauge("safequeue.capacity", "orders")).isEqualTo(48);
			two.remove(late);
			assertThat(gauge("safequeue.capacity", "orders")).isEqualTo(16);
			early.submit("two").join();
			assertThat(counter("safequeue.accepted", "orders")).as("counters never go back").isEqualTo(4);
			one.remove(early);
			assertThat(this.registry.getMeters()).isEmpty();
		}
	}

	@Test
	void timesOfQueuesOfOneNameAreTheLongest() throws Exception {
		CountDownLatch entered = new CountDownLatch(2);
		long start = System.nanoTime();
		try (TestQueues first = new TestQueues(); TestQueues second = new TestQueues()) {
			for (TestQueues queues : List.of(first, second)) {
				queues.<String>add("orders", (item) -> {
					entered.countDown();
					this.release.await();
				}).offer("item");
				new SafeQueueMeters(queues, null).bindTo(this.registry);
			}
			entered.await();
			assertThat(gauge("safequeue.in.flight", "orders")).isEqualTo(2);
			await().until(() -> gauge("safequeue.longest.running", "orders") > 0.5);
			assertThat(gauge("safequeue.longest.running", "orders"))
				.isLessThanOrEqualTo((System.nanoTime() - start) / 1e9);
			this.release.countDown();
		}
	}

	@Test
	void countersKeepWhatAQueueCountedThatIsGone() {
		WeakReference<SafeQueue<?>> forgotten = bindAndForget();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(forgotten.get()).isNull();
		});
		assertThat(counter("safequeue.accepted", "orders")).isEqualTo(1);
		this.queues.<String>add("orders", (item) -> {
		}).submit("another").join();
		this.meters.bindTo(this.registry);
		assertThat(counter("safequeue.accepted", "orders")).isEqualTo(2);
	}

	@Test
	void removedQueueLeavesNoTimerBehind() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
			entered.countDown();
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					// Goes on beyond the end of its queue.
				}
			}
		}, (builder) -> builder.timings(this.timings));
		this.meters.bindTo(this.registry);
		orders.offer("item");
		entered.await();
		orders.close();
		this.meters.remove(orders);
		assertThat(this.registry.getMeters()).isEmpty();
		this.release.countDown();
		await().until(() -> orders.snapshot().inFlight() == 0);
		assertThat(this.registry.getMeters()).isEmpty();
		this.queues.add("orders", (item) -> {
		}, (builder) -> builder.timings(this.timings));
		this.meters.add(this.queues.find("orders").orElseThrow());
		this.timings.handling("orders", 1);
		assertThat(this.registry.get("safequeue.handling").tag("queue", "orders").timer().count()).isEqualTo(1);
	}

	@Test
	void metersOfTheContextsOwnRegistryKeepTheirLastValues() {
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
		});
		MeterRegistry shared = new SimpleMeterRegistry();
		this.meters.bindTo(this.registry, false);
		this.meters.bindTo(shared, true);
		orders.submit("item").join();
		orders.close();
		this.meters.finish(orders);
		assertThat(counter("safequeue.handled", "orders")).isEqualTo(1);
		assertThat(shared.getMeters()).isEmpty();
	}

	@Test
	void capacityWithoutLimitIsNotANumber() {
		this.queues.add("endless", (item) -> {
		}, (builder) -> builder.capacity(0));
		this.meters.bindTo(this.registry);
		assertThat(gauge("safequeue.capacity", "endless")).isNaN();
	}

	@Test
	void stuckCallsAndTimesAreGauges() {
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> this.release.await(),
				(builder) -> builder.stuckThreshold(Duration.ofMillis(200)));
		this.meters.bindTo(this.registry);
		assertThat(gauge("safequeue.stuck", "orders")).isZero();
		assertThat(gauge("safequeue.longest.running", "orders")).isZero();
		assertThat(gauge("safequeue.oldest.waiting", "orders")).isZero();
		orders.offer("runs");
		orders.offer("waits");
		await().untilAsserted(() -> assertThat(gauge("safequeue.stuck", "orders")).isEqualTo(1));
		assertThat(gauge("safequeue.longest.running", "orders")).isBetween(0.2, 60.0);
		await().untilAsserted(() -> assertThat(gauge("safequeue.oldest.waiting", "orders")).isBetween(0.3, 60.0));
		this.release.countDown();
		await().untilAsserted(() -> assertThat(gauge("safequeue.stuck", "orders")).isZero());
		await().untilAsserted(() -> assertThat(gauge("safequeue.longest.running", "orders")).isZero());
		assertThat(gauge("safequeue.oldest.waiting", "orders")).isZero();
	}

	private double counter(String name, String queue) {
		return this.registry.get(name).tag("queue", queue).functionCounter().count();
	}

	private double rejected(String queue, String reason) {
		return this.registry.get("safequeue.rejected")
			.tags(Tags.of("queue", queue, "reason", reason))
			.functionCounter()
			.count();
	}

	private double gauge(String name, String queue) {
		return this.registry.get(name).tag("queue", queue).gauge().value();
	}

}
