/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.StoredQueueDouble;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the meters of queues with a store.
 */
class StoredQueueMetersTests {

	private static final List<String> FIGURES = List.of("accepted", "handled", "failed", "undelivered", "retried",
			"rejected", "size", "capacity", "in.flight", "stuck", "longest.running", "oldest.waiting");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final TestQueues queues = new TestQueues();

	private final SafeQueueMeters meters = new SafeQueueMeters(this.queues, new MicrometerWorkTimings());

	private final CountDownLatch release = new CountDownLatch(1);

	private final CloseableSafeQueue<Object> incoming = side(16, (item) -> {
	});

	private final CloseableSafeQueue<Object> outgoing = side(2, (item) -> this.release.await());

	private static CloseableSafeQueue<Object> side(int capacity, WorkHandler<Object> handler) {
		return SafeQueues.builder()
			.name("orders")
			.capacity(capacity)
			.handler(handler)
			.stuckThreshold(Duration.ofMillis(200))
			.drainTimeout(Duration.ofSeconds(5))
			.build();
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.incoming.close();
		this.outgoing.close();
	}

	@Test
	void sidesHaveMetersOfTheirOwn() {
		add(this.incoming);
		this.meters.bindTo(this.registry);
		this.incoming.submit("one").join();
		this.outgoing.offer("one");
		await().until(() -> gauge("safequeue.outgoing.in.flight") == 1);
		while (this.outgoing.offer("another")) {
			assertThat(this.outgoing.size()).isLessThanOrEqualTo(2);
		}
		assertThat(counter("safequeue.accepted")).isEqualTo(1);
		assertThat(counter("safequeue.handled")).isEqualTo(1);
		assertThat(gauge("safequeue.capacity")).isEqualTo(16);
		assertThat(gauge("safequeue.size")).isZero();
		assertThat(counter("safequeue.outgoing.accepted")).isEqualTo(3);
		assertThat(counter("safequeue.outgoing.handled")).isZero();
		assertThat(gauge("safequeue.outgoing.capacity")).isEqualTo(2);
		assertThat(gauge("safequeue.outgoing.size")).isEqualTo(2);
		assertThat(this.registry.get("safequeue.outgoing.rejected")
			.tags(Tags.of("queue", "orders", "reason", "full"))
			.functionCounter()
			.count()).isEqualTo(1);
		await().until(() -> gauge("safequeue.outgoing.stuck") == 1);
		assertThat(gauge("safequeue.stuck")).isZero();
		assertThat(gauge("safequeue.outgoing.longest.running")).isPositive();
	}

	@Test
	void bothSidesHaveTheSameFigures() {
		add(this.incoming);
		this.meters.bindTo(this.registry);
		assertThat(names()).containsExactlyInAnyOrderElementsOf(Stream
			.of(FIGURES.stream().map("safequeue."::concat), FIGURES.stream().map("safequeue.outgoing."::concat),
					Stream.of("safequeue.handling", "safequeue.waiting", "safequeue.store.available"))
			.flatMap((names) -> names)
			.toList());
	}

	@Test
	void queueWithoutAHandlerHasNoMetersOfHandling() {
		add(null);
		this.meters.bindTo(this.registry);
		assertThat(names()).contains("safequeue.outgoing.accepted", "safequeue.store.available")
			.allMatch((name) -> name.startsWith("safequeue.outgoing.") || name.equals("safequeue.store.available"));
	}

	@Test
	void queueInMemoryHasNoMetersOfAStore() {
		this.queues.add(this.incoming);
		this.meters.bindTo(this.registry);
		assertThat(names()).contains("safequeue.accepted")
			.noneMatch((name) -> name.startsWith("safequeue.outgoing.") || name.startsWith("safequeue.store."));
	}

	@Test
	void availabilityIsOneOrZeroWithoutAnAccess() {
		StoredQueueDouble orders = add(this.incoming);
		this.meters.bindTo(this.registry);
		assertThat(gauge("safequeue.store.available")).isEqualTo(1);
		orders.breakStore();
		assertThat(gauge("safequeue.store.available")).isZero();
		assertThat(orders.accesses()).isZero();
	}

	@Test
	void queuesOfOneNameAddUpWhereTheyHaveTheSide() {
		add(null);
		this.meters.bindTo(this.registry);
		TestQueues others = new TestQueues();
		StoredQueueDouble other = new StoredQueueDouble(this.incoming, this.outgoing);
		others.add(other);
		SafeQueueMeters otherMeters = new SafeQueueMeters(others, null);
		otherMeters.bindTo(this.registry);
		this.incoming.submit("one").join();
		assertThat(counter("safequeue.handled")).isEqualTo(1);
		assertThat(gauge("safequeue.capacity")).isEqualTo(16);
		assertThat(gauge("safequeue.outgoing.capacity")).isEqualTo(4);
		other.breakStore();
		assertThat(gauge("safequeue.store.available")).isZero();
		otherMeters.remove(other);
		assertThat(gauge("safequeue.store.available")).isEqualTo(1);
		this.queues.all().forEach(this.meters::remove);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private StoredQueueDouble add(@Nullable CloseableSafeQueue<Object> incoming) {
		StoredQueueDouble queue = new StoredQueueDouble(incoming, this.outgoing);
		this.queues.add(queue);
		return queue;
	}

	private List<String> names() {
		return this.registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().toList();
	}

	private double counter(String name) {
		return this.registry.get(name).tag("queue", "orders").functionCounter().count();
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("queue", "orders").gauge().value();
	}

}
