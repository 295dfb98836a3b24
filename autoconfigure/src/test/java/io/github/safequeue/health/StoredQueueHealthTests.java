/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.StoredQueueDouble;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the health of queues with a store.
 */
class StoredQueueHealthTests {

	private static final String[] FIGURES = { "state", "size", "capacity", "concurrency", "inFlight", "accepted",
			"handled", "failed", "undelivered", "rejectedFull", "rejectedClosed" };

	private final TestQueues queues = new TestQueues();

	private final List<CloseableSafeQueue<Object>> sides = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final SafeQueuesHealthIndicator indicator = new SafeQueuesHealthIndicator(this.queues);

	@AfterEach
	void close() {
		this.release.countDown();
		this.sides.forEach(CloseableSafeQueue::close);
	}

	@Test
	void bothSidesAndTheStoreAreShown() throws Exception {
		CloseableSafeQueue<Object> incoming = side(4, (item) -> {
		});
		CloseableSafeQueue<Object> outgoing = side(1, (item) -> {
		});
		StoredQueueDouble orders = add(incoming, outgoing);
		incoming.submit("one").join();
		outgoing.submit("one").join();
		outgoing.submit("two").join();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(details(health)).containsOnlyKeys(with(FIGURES, "store", "outgoing"))
			.containsEntry("handled", 1L)
			.containsEntry("concurrency", 4)
			.containsEntry("store", Map.of("type", "jdbc", "available", true, "since", StoredQueueDouble.SINCE));
		assertThat(outgoing(health)).containsOnlyKeys(FIGURES).containsEntry("handled", 2L);
		assertThat(orders.accesses()).isZero();
	}

	@Test
	void queueWithoutAHandlerIsItsWritingSide() throws Exception {
		CloseableSafeQueue<Object> outgoing = side(1, (item) -> {
		});
		add(null, outgoing);
		outgoing.submit("one").join();
		assertThat(details(this.indicator.health())).containsEntry("handled", 1L)
			.containsKeys("store", "outgoing")
			.doesNotContainKey("problem");
	}

	@Test
	void storeThatIsNotAvailableIsDownWithSinceWhen() {
		StoredQueueDouble orders = add(side(1, (item) -> {
		}), side(1, (item) -> {
		}));
		orders.breakStore();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(details(health)).containsEntry("problem",
				"the store (jdbc) has not been available since 2026-03-01T10:15:30Z");
		assertThat(details(health).get("store")).asString().contains("available=false");
		assertThat(orders.accesses()).isZero();
	}

	@Test
	void stuckWriterIsDown() {
		CloseableSafeQueue<Object> outgoing = side(1, (item) -> this.release.await());
		add(side(1, (item) -> {
		}), outgoing);
		outgoing.offer("one");
		await().untilAsserted(() -> assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN));
		Health health = this.indicator.health();
		assertThat(outgoing(health).get("problem")).asString()
			.startsWith("worker safequeue-orders-1 has been handling");
		assertThat(details(health)).doesNotContainKey("problem");
	}

	@Test
	void problemsOfStoreAndHandlerAreBothNamed() {
		CloseableSafeQueue<Object> incoming = side(1, (item) -> this.release.await());
		StoredQueueDouble orders = add(incoming, side(1, (item) -> {
		}));
		incoming.offer("one");
		await().untilAsserted(() -> assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN));
		orders.breakStore();
		assertThat(details(this.indicator.health()).get("problem")).asString()
			.startsWith("the store (jdbc) has not been available since")
			.contains("; worker safequeue-orders-1 has been handling java.lang.String@");
	}

	@Test
	void queueIsOutOfServiceAsSoonAsOneSideIsClosed() {
		CloseableSafeQueue<Object> outgoing = side(1, (item) -> {
		});
		add(side(1, (item) -> {
		}), outgoing);
		outgoing.close();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(details(health)).containsEntry("state", SafeQueueState.RUNNING);
	}

	private CloseableSafeQueue<Object> side(int concurrency, WorkHandler<Object> handler) {
		CloseableSafeQueue<Object> side = SafeQueues.builder()
			.name("orders")
			.concurrency(concurrency)
			.handler(handler)
			.stuckThreshold(Duration.ofMillis(200))
			.drainTimeout(Duration.ofSeconds(5))
			.build();
		this.sides.add(side);
		return side;
	}

	private StoredQueueDouble add(@Nullable CloseableSafeQueue<Object> incoming, CloseableSafeQueue<Object> outgoing) {
		StoredQueueDouble queue = new StoredQueueDouble(incoming, outgoing);
		this.queues.add(queue);
		return queue;
	}

	private static String[] with(String[] names, String... more) {
		return Stream.of(names, more).flatMap(Arrays::stream).toArray(String[]::new);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(Health health) {
		return (Map<String, Object>) health.getDetails().get("orders");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> outgoing(Health health) {
		return (Map<String, Object>) details(health).get("outgoing");
	}

}
