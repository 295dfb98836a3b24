/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.testing.Secret;
import io.github.safequeue.testing.StoredQueueDouble;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint shows of queues with a store, asked over HTTP.
 */
class StoredQueueEndpointTests {

	private static final Instant FAILED_AT = Instant.parse("2026-03-01T10:00:00Z");

	private static EndpointApplication application;

	private static TestQueues queues;

	private CloseableSafeQueue<Object> incoming;

	private CloseableSafeQueue<Object> outgoing;

	private StoredQueueDouble orders;

	@BeforeAll
	static void startApplication() {
		application = EndpointApplication.start();
		queues = application.queues();
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	@BeforeEach
	void addQueue() throws InterruptedException {
		this.incoming = queue(2);
		this.outgoing = queue(1);
		this.orders = add(this.incoming);
		for (int i = 0; i < 3; i++) {
			this.outgoing.offer(new Secret());
		}
		this.incoming.offer(new Secret());
		assertThat(this.outgoing.awaitQuiescence(Duration.ofSeconds(10))).isTrue();
		assertThat(this.incoming.awaitQuiescence(Duration.ofSeconds(10))).isTrue();
	}

	private static CloseableSafeQueue<Object> queue(int concurrency) {
		return SafeQueues.builder().name("orders").concurrency(concurrency).handler((item) -> {
		}).build();
	}

	private StoredQueueDouble add(@Nullable CloseableSafeQueue<Object> incoming) {
		StoredQueueDouble queue = new StoredQueueDouble(incoming, this.outgoing);
		queues.add(queue);
		return queue;
	}

	@AfterEach
	void closeQueues() {
		queues.close();
		this.incoming.close();
		this.outgoing.close();
	}

	@Test
	void overviewHasTheSideThatHandlesAndAsksNoStore() throws Exception {
		String body = application.get("safequeues").body();
		assertThat(JsonPath.<List<Integer>>read(body, "$.queues[*].accepted")).containsExactly(1);
		assertThat(this.orders.accesses()).isZero();
	}

	@Test
	void overviewHasTheSideThatWritesWithoutAHandler() throws Exception {
		add(null);
		String body = application.get("safequeues").body();
		assertThat(JsonPath.<List<Integer>>read(body, "$.queues[*].accepted")).containsExactly(3);
	}

	@Test
	void queueHasBothSidesAndItsStore() throws Exception {
		String body = application.get("safequeues/orders").body();
		assertThat(JsonPath.<Integer>read(body, "$.accepted")).isEqualTo(1);
		assertThat(JsonPath.<List<Object>>read(body, "$.workers")).hasSize(2);
		assertThat(JsonPath.<Integer>read(body, "$.outgoing.handled")).isEqualTo(3);
		assertThat(JsonPath.<Map<String, Object>>read(body, "$.outgoing"))
			.containsOnlyKeys(Arrays.stream(SafeQueueSnapshot.class.getRecordComponents())
				.map((part) -> part.getName())
				.toArray(String[]::new));
		assertThat(JsonPath.<Map<String, Object>>read(body, "$.store")).containsOnly(Map.entry("type", "jdbc"),
				Map.entry("available", true), Map.entry("since", "2026-03-01T10:15:30.250Z"),
				Map.entry("waiting", 10_000), Map.entry("waitingIsLowerBound", true),
				Map.entry("oldestWaiting", "PT1M1.5S"), Map.entry("dead", 0));
		assertThat(JsonPath.<List<Object>>read(body, "$.deadLetters")).isEmpty();
	}

	@Test
	void queueWithoutAHandlerHasTheSideThatWrites() throws Exception {
		add(null);
		String body = application.get("safequeues/orders").body();
		assertThat(JsonPath.<Integer>read(body, "$.accepted")).isEqualTo(3);
		assertThat(JsonPath.<Integer>read(body, "$.outgoing.accepted")).isEqualTo(3);
	}

	@Test
	void latestHundredDeadLettersAreListed() throws Exception {
		for (int i = 1; i <= 101; i++) {
			this.orders.addDeadLetter(new StoredDeadLetter("letter-" + i, "java.io.IOException", i, FAILED_AT));
		}
		String body = application.get("safequeues/orders").body();
		assertThat(JsonPath.<Integer>read(body, "$.store.dead")).isEqualTo(101);
		List<Map<String, Object>> letters = JsonPath.read(body, "$.deadLetters");
		assertThat(letters).hasSize(100);
		assertThat(letters.get(0)).containsOnly(Map.entry("id", "letter-101"),
				Map.entry("cause", "java.io.IOException"), Map.entry("deliveries", 101),
				Map.entry("failedAt", "2026-03-01T10:00:00Z"));
	}

	@Test
	void storeThatCannotBeReachedIsSaidToBe() throws Exception {
		this.orders.breakStore();
		var response = application.get("safequeues/orders");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Boolean>read(response.body(), "$.store.available")).isFalse();
		assertThat(JsonPath.<String>read(response.body(), "$.store.since")).isEqualTo("2026-03-01T10:15:30.250Z");
		assertThat(JsonPath.<Integer>read(response.body(), "$.accepted")).isEqualTo(1);
		assertThat(response.body()).doesNotContain("deadLetters", Secret.CONTENT);
	}

	@Test
	void storeThatFailsWhileLookingIsNotAvailable() throws Exception {
		this.orders.breakStoreUnnoticed();
		Instant before = Instant.now();
		var response = application.get("safequeues/orders");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Boolean>read(response.body(), "$.store.available")).isFalse();
		assertThat(Instant.parse(JsonPath.read(response.body(), "$.store.since"))).isBetween(before, Instant.now());
	}

	@Test
	void storeThatCannotListDeadLettersIsAvailable() throws Exception {
		this.orders.hideDeadLetters();
		String body = application.get("safequeues/orders").body();
		assertThat(JsonPath.<Boolean>read(body, "$.store.available")).isTrue();
		assertThat(body).doesNotContain("deadLetters");
		var response = application.post("safequeues/orders", "{\"action\":\"requeue\",\"id\":\"one\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<List<String>>read(response.body(), "$.actions")).containsExactly("pause", "resume");
	}

	@Test
	void pauseAnswersWithTheStateOfTheSideThatHandles() throws Exception {
		assertThat(application.post("safequeues/orders", "{\"action\":\"pause\"}").body())
			.isEqualTo("{\"name\":\"orders\",\"state\":\"PAUSED\"}");
		assertThat(this.orders.state()).isEqualTo(SafeQueueState.RUNNING);
	}

	@Test
	void deadLetterIsPutBackOnce() throws Exception {
		this.orders.addDeadLetter(new StoredDeadLetter("17", "java.io.IOException", 3, FAILED_AT));
		var response = application.post("safequeues/orders", "{\"action\":\"requeue\",\"id\":\"17\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"name\":\"orders\",\"state\":\"RUNNING\"}");
		assertThat(this.orders.deadLetters(1)).isEmpty();
		var again = application.post("safequeues/orders", "{\"action\":\"requeue\",\"id\":\"17\"}");
		assertThat(again.statusCode()).isEqualTo(404);
		assertThat(again.body()).isEqualTo("{\"message\":\"Queue 'orders' has no dead letter '17'\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"action\":\"requeue\"}", "{\"action\":\"requeue\",\"id\":null}",
			"{\"action\":\"requeue\",\"id\":\" \"}", "{\"action\":\"put back\",\"id\":\"17\"}", "{\"id\":\"17\"}" })
	void answerForAWrongActionNamesRequeue(String body) throws Exception {
		this.orders.addDeadLetter(new StoredDeadLetter("17", "java.io.IOException", 3, FAILED_AT));
		var response = application.post("safequeues/orders", body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.message"))
			.isEqualTo("The body must be {\"action\":\"pause\"}, {\"action\":\"resume\"} "
					+ "or {\"action\":\"requeue\",\"id\":\"<id of a dead letter>\"}");
		assertThat(JsonPath.<List<String>>read(response.body(), "$.actions")).containsExactly("pause", "resume",
				"requeue");
		assertThat(this.orders.deadLetters(1)).hasSize(1);
	}

	@Test
	void queueWithoutAStoreHasNothingToPutBack() throws Exception {
		queues.add("mails", (item) -> {
		});
		var response = application.post("safequeues/mails", "{\"action\":\"requeue\",\"id\":\"17\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.message"))
			.isEqualTo("Queue 'mails' has no store with dead letters. "
					+ "The body must be {\"action\":\"pause\"} or {\"action\":\"resume\"}");
		assertThat(JsonPath.<List<String>>read(response.body(), "$.actions")).containsExactly("pause", "resume");
		assertThat(application.get("safequeues/mails").body()).doesNotContain("outgoing", "store", "deadLetters");
	}

	@Test
	void requeueWithTheStoreDownIsToBeRepeatedLater() throws Exception {
		this.orders.breakStoreUnnoticed();
		var response = application.post("safequeues/orders", "{\"action\":\"requeue\",\"id\":\"17\"}");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(JsonPath.<String>read(response.body(), "$.message"))
			.isEqualTo("The store of queue 'orders' (jdbc) cannot be reached "
					+ "(java.lang.IllegalStateException): try again later");
	}

}
