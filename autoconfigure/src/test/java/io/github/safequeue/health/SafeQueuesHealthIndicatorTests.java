/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.testing.Secret;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SafeQueuesHealthIndicator}.
 */
class SafeQueuesHealthIndicatorTests {

	private final TestQueues queues = new TestQueues();

	private final CountDownLatch release = new CountDownLatch(1);

	private final SafeQueuesHealthIndicator indicator = new SafeQueuesHealthIndicator(this.queues);

	@AfterEach
	void close() {
		this.release.countDown();
		this.queues.close();
	}

	@Test
	void runningQueuesAreUpWithTheirFiguresByName() throws Exception {
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
		});
		this.queues.add("mails", (item) -> {
		});
		orders.offer("one");
		assertThat(orders.awaitQuiescence(Duration.ofSeconds(10))).isTrue();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("orders", "mails");
		assertThat(details(health, "orders"))
			.containsOnlyKeys("state", "size", "capacity", "concurrency", "inFlight", "accepted", "handled", "failed",
					"undelivered", "rejectedFull", "rejectedClosed")
			.containsEntry("accepted", 1L)
			.containsEntry("handled", 1L);
	}

	@Test
	void pausedQueueIsUp() {
		this.queues.add("orders", (item) -> {
		}).pause();
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void drainingAndThenClosedQueueIsOutOfService() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
			entered.countDown();
			this.release.await();
		}, (builder) -> builder.drainTimeout(Duration.ofSeconds(30)));
		this.queues.add("mails", (item) -> {
		});
		orders.offer("one");
		entered.await();
		Thread closing = new Thread(orders::close);
		closing.start();
		await().untilAsserted(() -> assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE));
		assertThat(details(this.indicator.health(), "orders")).extractingByKey("state").hasToString("DRAINING");
		this.release.countDown();
		closing.join();
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(details(this.indicator.health(), "orders")).extractingByKey("state").hasToString("CLOSED");
	}

	@Test
	void handlerStuckLongerThanTheThresholdIsDownAndNamedWithoutContent() {
		CloseableSafeQueue<Secret> cards = this.queues.add("cards", (item) -> this.release.await(),
				(builder) -> builder.stuckThreshold(Duration.ofMillis(300)));
		Secret secret = new Secret();
		cards.offer(secret);
		await().untilAsserted(() -> assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN));
		Health health = this.indicator.health();
		assertThat(details(health, "cards").get("problem")).asString()
			.matches("worker safequeue-cards-1 has been handling \\Q" + Secret.class.getName() + "@"
					+ Integer.toHexString(System.identityHashCode(secret))
					+ "\\E for \\d+ m?s \\(threshold 300 ms\\), WAITING at \\Q" + getClass().getName()
					+ "\\E\\.lambda\\S+\\(SafeQueuesHealthIndicatorTests\\.java:\\d+\\)");
		assertThat(health.toString()).doesNotContain(Secret.CONTENT);
		this.release.countDown();
		await().untilAsserted(() -> assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void handlerWithinTheThresholdIsUp() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CloseableSafeQueue<String> orders = this.queues.add("orders", (item) -> {
			entered.countDown();
			this.release.await();
		});
		orders.offer("one");
		entered.await();
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void downWinsOverOutOfService() {
		this.queues.add("closed", (item) -> {
		}).close();
		this.queues.add(new AilingQueue(1, 0, false));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void missingWorkerIsDown() {
		this.queues.add(new AilingQueue(2, 3, false));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(details(health, "ailing")).containsEntry("problem", "2 workers died and are not replaced yet")
			.containsEntry("replacedWorkers", 3L);
	}

	@Test
	void replacedWorkerIsUpAndTold() {
		this.queues.add(new AilingQueue(0, 1, false));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(details(health, "ailing")).containsEntry("replacedWorkers", 1L).doesNotContainKey("problem");
	}

	@Test
	void placeThatWasClaimedAndNeverFilledIsDown() {
		this.queues.add(new AilingQueue(0, 0, true));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(details(health, "ailing").get("problem")).asString().contains("never filled");
	}

	@Test
	void durationsAreToldInMillisecondsWhereSecondsHideTooMuch() {
		assertThat(QueueHealthProblem.inWords(Duration.ofMillis(1500))).isEqualTo("1500 ms");
		assertThat(QueueHealthProblem.inWords(Duration.ofSeconds(2))).isEqualTo("2 s");
		assertThat(QueueHealthProblem.inWords(Duration.ofMillis(45_678))).isEqualTo("45 s");
		assertThat(QueueHealthProblem.inWords(Duration.ZERO)).isEqualTo("0 ms");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(Health health, String queue) {
		return (Map<String, Object>) health.getDetails().get(queue);
	}

}
