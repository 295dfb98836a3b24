/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Secret;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint and the health of a real web application, asked over HTTP.
 */
class SafeQueueEndpointOverHttpTests {

	private static EndpointApplication application;

	private static TestQueues queues;

	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeAll
	static void startApplication() {
		application = EndpointApplication.start();
		queues = application.queues();
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	@AfterEach
	void closeQueues() {
		this.release.countDown();
		queues.close();
	}

	@Test
	void allQueuesAreAnArrayOfSnapshotsWithTheRecordsNames() throws Exception {
		queues.add("orders", (item) -> {
		});
		queues.add("mails", (item) -> {
		});
		HttpResponse<String> response = application.get("safequeues");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<List<String>>read(response.body(), "$.queues[*].name")).containsExactly("mails", "orders");
		assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$.queues[0]"))
			.containsOnlyKeys(snapshotNames());
		assertThat(JsonPath.<String>read(response.body(), "$.queues[0].state")).isEqualTo("RUNNING");
	}

	@Test
	void oneQueueIsItsSnapshotAndItsWorkers() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CloseableSafeQueue<Secret> cards = queues.add("cards", (item) -> {
			entered.countDown();
			this.release.await();
		}, (builder) -> builder.concurrency(2));
		Secret secret = new Secret();
		cards.offer(secret);
		entered.await();
		await().untilAsserted(
				() -> assertThat(JsonPath
					.<List<Integer>>read(application.get("safequeues/cards").body(),
							"$.workers[?(@.handling)].handlingForMillis")
					.get(0)).isGreaterThan(200));
		String body = application.get("safequeues/cards").body();
		assertThat(JsonPath.<Map<String, Object>>read(body, "$")).containsKeys(snapshotNames()).containsKey("workers");
		assertThat(JsonPath.<Integer>read(body, "$.inFlight")).isEqualTo(1);
		assertThat(JsonPath.<List<String>>read(body, "$.workers[*].thread"))
			.containsExactlyInAnyOrder("safequeue-cards-1", "safequeue-cards-2");
		assertThat(JsonPath.<List<String>>read(body, "$.workers[*].handling"))
			.containsExactly(Secret.class.getName() + "@" + Integer.toHexString(System.identityHashCode(secret)));
		assertThat(JsonPath.<List<String>>read(body, "$.workers[?(@.handling)].handlingFor").get(0))
			.matches("PT[0-9.]+S");
		assertThat(JsonPath.<List<String>>read(body, "$.workers[?(@.handling)].state")).containsExactly("WAITING");
		assertThat(JsonPath.<List<Boolean>>read(body, "$.workers[*].deadlocked")).containsExactly(false, false);
		assertThat(JsonPath.<List<String>>read(body, "$.workers[?(@.handling)].stack[*]"))
			.anyMatch((frame) -> frame.contains(getClass().getName()));
	}

	@Test
	void unknownQueueIsNotFoundAndNotCreated() throws Exception {
		assertThat(application.get("safequeues/nobody").statusCode()).isEqualTo(404);
		assertThat(application.post("safequeues/nobody", "{\"action\":\"pause\"}").statusCode()).isEqualTo(404);
		assertThat(application.post("safequeues/nobody", "{\"action\":\"resume\"}").statusCode()).isEqualTo(404);
		assertThat(JsonPath.<List<String>>read(application.get("safequeues").body(), "$.queues")).isEmpty();
	}

	@Test
	void answerForAnUnknownQueueSaysWhichQueuesThereAre() throws Exception {
		queues.add("orders", (item) -> {
		});
		queues.add("mails", (item) -> {
		});
		for (HttpResponse<String> response : List.of(application.get("safequeues/order"),
				application.post("safequeues/order", "{\"action\":\"pause\"}"))) {
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(JsonPath.<String>read(response.body(), "$.message")).isEqualTo("There is no queue 'order'");
			assertThat(JsonPath.<List<String>>read(response.body(), "$.queues")).containsExactly("mails", "orders");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"action\":\"stop\"}", "{\"action\":null}", "{\"state\":\"PAUSED\"}" })
	void answerForAWrongActionSaysWhichActionsThereAre(String body) throws Exception {
		queues.add("orders", (item) -> {
		});
		HttpResponse<String> response = application.post("safequeues/orders", body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.message"))
			.isEqualTo("The body must be {\"action\":\"pause\"} or {\"action\":\"resume\"}");
		assertThat(JsonPath.<List<String>>read(response.body(), "$.actions")).containsExactly("pause", "resume");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ORDERS", "order", "orders%20", "%20", "orders/more", "..%2Forders", "orders%00",
			"%F0%9F%92%A9", "$%7Bx%7D", "null", "*" })
	void strangeNameIsRefusedAndNothingIsCreated(String name) throws Exception {
		CloseableSafeQueue<String> orders = queues.add("orders", (item) -> {
		});
		assertThat(application.get("safequeues/" + name).statusCode()).isIn(400, 404);
		assertThat(application.post("safequeues/" + name, "{\"action\":\"pause\"}").statusCode()).isIn(400, 404);
		assertThat(orders.state()).isEqualTo(SafeQueueState.RUNNING);
		assertThat(JsonPath.<List<String>>read(application.get("safequeues").body(), "$.queues[*].name"))
			.containsExactly("orders");
		Faults.record("bad input", "endpoint with a strange name", 2, 0, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH" })
	void otherMethodsAreRefused(String method) throws Exception {
		queues.add("orders", (item) -> {
		});
		assertThat(application.send(method, "safequeues/orders", "{\"action\":\"pause\"}").statusCode()).isEqualTo(405);
		assertThat(application.post("safequeues", "{\"action\":\"pause\"}").statusCode()).isEqualTo(405);
	}

	@Test
	void pauseStopsHandlingAndResumeGoesOn() throws Exception {
		CloseableSafeQueue<String> orders = queues.add("orders", (item) -> {
		});
		HttpResponse<String> paused = application.post("safequeues/orders", "{\"action\":\"pause\"}");
		assertThat(paused.statusCode()).isEqualTo(200);
		assertThat(paused.body()).isEqualTo("{\"name\":\"orders\",\"state\":\"PAUSED\"}");
		assertThat(orders.state()).isEqualTo(SafeQueueState.PAUSED);
		// A worker may still take the next item.
		await().until(() -> orders.offer("one") && !orders.awaitQuiescence(Duration.ofMillis(100)));
		HttpResponse<String> resumed = application.post("safequeues/orders", "{\"action\":\"resume\"}");
		assertThat(resumed.statusCode()).isEqualTo(200);
		assertThat(resumed.body()).isEqualTo("{\"name\":\"orders\",\"state\":\"RUNNING\"}");
		assertThat(orders.awaitQuiescence(Duration.ofSeconds(10))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "\"pause\"", "{\"action\":\"stop\"}", "{\"action\":\"PAUSE\"}",
			"{\"action\":null}", "{\"action\":\"\"}", "{\"action\":[\"pause\"]}", "{\"action\":{\"name\":\"pause\"}}",
			"{\"action\":\"pause\"", "{\"state\":\"PAUSED\"}", "not json" })
	void wrongBodyIsABadRequestAndChangesNothing(String body) throws Exception {
		CloseableSafeQueue<String> orders = queues.add("orders", (item) -> {
		});
		assertThat(application.post("safequeues/orders", body).statusCode()).isEqualTo(400);
		assertThat(orders.state()).isEqualTo(SafeQueueState.RUNNING);
		Faults.record("bad input", "endpoint with a wrong body", 1, 0, 0);
	}

	@Test
	void closedQueueTellsThatItStaysClosed() throws Exception {
		queues.add("orders", (item) -> {
		}).close();
		HttpResponse<String> response = application.post("safequeues/orders", "{\"action\":\"resume\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"name\":\"orders\",\"state\":\"CLOSED\"}");
	}

	@Test
	void healthHasAComponentWithOneEntryAQueue() throws Exception {
		queues.add("orders", (item) -> {
		});
		String body = application.get("health").body();
		assertThat(JsonPath.<String>read(body, "$.components.safeQueues.status")).isEqualTo("UP");
		assertThat(JsonPath.<String>read(body, "$.components.safeQueues.details.orders.state")).isEqualTo("RUNNING");
	}

	@Test
	void stuckHandlerIsSeenFromOutsideAndItsItemsContentIsNot() throws Exception {
		CloseableSafeQueue<Secret> cards = queues.add("cards", (item) -> this.release.await(),
				(builder) -> builder.stuckThreshold(Duration.ofMillis(200)));
		cards.offer(new Secret());
		cards.offer(new Secret());
		await().untilAsserted(() -> assertThat(application.get("health").statusCode()).isEqualTo(503));
		String health = application.get("health").body();
		assertThat(JsonPath.<String>read(health, "$.components.safeQueues.details.cards.problem"))
			.startsWith("worker safequeue-cards-1 has been handling " + Secret.class.getName() + "@");
		for (String answer : List.of(health, application.get("safequeues").body(),
				application.get("safequeues/cards").body())) {
			assertThat(answer).contains("cards").doesNotContain(Secret.CONTENT);
		}
	}

	private static String[] snapshotNames() {
		return Arrays.stream(SafeQueueSnapshot.class.getRecordComponents())
			.map((part) -> part.getName())
			.toArray(String[]::new);
	}

}
