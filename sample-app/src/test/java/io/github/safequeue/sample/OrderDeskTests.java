/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.orders.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The order desk by HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:order-desk-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
				"safequeue.queues.orders.capacity=8", "safequeue.queues.orders.stuck-threshold=200ms",
				"safequeue.shutdown.drain-timeout=1s" })
class OrderDeskTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private SafeQueue<Order> orders;

	@LocalServerPort
	private int port;

	private Desk desk;

	@BeforeEach
	void openDesk() {
		this.desk = new Desk(this.port);
	}

	@AfterEach
	void resume() {
		this.orders.resume();
	}

	@Test
	void acceptedOrderIsStored() {
		ResponseEntity<Map<String, Object>> accepted = this.desk.order("alice", "tea", 3);
		assertThat(accepted.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(accepted.getBody()).containsEntry("confirmed", false);
		String path = "/orders/" + accepted.getBody().get("id");
		assertThat(accepted.getHeaders().getLocation()).hasToString(path);
		await().atMost(PATIENCE).until(() -> this.desk.get(path).getStatusCode().equals(HttpStatus.OK));
		assertThat(this.desk.get(path).getBody()).containsEntry("customerId", "alice")
			.containsEntry("product", "tea")
			.containsEntry("quantity", 3);
		assertThat(this.desk.text("/orders")).contains((String) accepted.getBody().get("id"));
	}

	@Test
	void orderThatIsNotStoredIsNotFound() {
		ResponseEntity<Map<String, Object>> answer = this.desk.get("/orders/none");
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void invalidOrderIsABadRequest() {
		long accepted = this.orders.snapshot().accepted();
		ResponseEntity<Map<String, Object>> answer = this.desk.order("", "tea", 0);
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.orders.snapshot().accepted()).isEqualTo(accepted);
	}

	@Test
	void fullQueueAnswersWithAProblemDocumentAndKeepsWhatItAccepted() {
		this.orders.pause();
		long accepted = this.orders.snapshot().accepted();
		ResponseEntity<Map<String, Object>> answer = orderUntilRefused();
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer.getBody()).containsEntry("status", 503)
			.containsEntry("title", "Order not accepted")
			.containsEntry("reason", "FULL");
		assertThat(this.orders.snapshot().accepted() - accepted).isGreaterThanOrEqualTo(this.orders.capacity());
		this.orders.resume();
		await().atMost(PATIENCE).until(() -> this.orders.snapshot().handled() == this.orders.snapshot().accepted());
	}

	@Test
	void healthShowsTheQueues() {
		ResponseEntity<Map<String, Object>> health = this.desk.get("/actuator/health/safeQueues");
		assertThat(health.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(health.getBody()).containsEntry("status", "UP");
		assertThat(health.getBody().get("details").toString()).contains("orders", "audit");
	}

	@Test
	void brokersAreLeftAloneWithoutTheirProfiles() {
		assertThat(this.desk.text("/actuator/health")).contains("\"db\"").doesNotContain("\"rabbit\"");
		assertThat(this.desk.text("/actuator/metrics")).doesNotContain("rabbitmq.", "kafka.");
	}

	@Test
	void endpointShowsAndPausesAQueue() {
		assertThat(this.desk.text("/actuator/safequeues")).contains("\"orders\"", "\"audit\"", "\"safeQueue\"");
		assertThat(this.desk.post("/actuator/safequeues/orders", Map.of("action", "pause"))
			.getStatusCode()
			.is2xxSuccessful()).isTrue();
		assertThat(this.desk.get("/actuator/safequeues/orders").getBody()).containsEntry("state", "PAUSED");
		this.desk.post("/actuator/safequeues/orders", Map.of("action", "resume"));
		assertThat(this.desk.get("/actuator/safequeues/orders").getBody()).containsEntry("state", "RUNNING");
		assertThat(this.desk.get("/actuator/safequeues/unknown").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "stuck", "broken", "slow" })
	void productsOfTheDemonstrationAreOrdinaryWithoutItsProfile(String product) {
		String path = "/orders/" + this.desk.order("alice", product, 1).getBody().get("id");
		await().atMost(PATIENCE).until(() -> this.desk.get(path).getStatusCode().equals(HttpStatus.OK));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/js/app.js", "/api/queues", "/api/scenarios" })
	void pageIsNotServedWithoutItsProfile(String path) {
		assertThat(this.desk.status(path)).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void metersCountOrders() {
		this.desk.order("bob", "coffee", 1);
		ResponseEntity<Map<String, Object>> meter = this.desk
			.get("/actuator/metrics/safequeue.accepted?tag=queue:orders");
		assertThat(meter.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(meter.getBody().get("measurements").toString()).contains("COUNT");
	}

	private ResponseEntity<Map<String, Object>> orderUntilRefused() {
		ResponseEntity<Map<String, Object>> answer;
		int attempts = 0;
		do {
			answer = this.desk.order("carol", "milk", 1);
		}
		while (answer.getStatusCode().is2xxSuccessful() && ++attempts < 100);
		return answer;
	}

}
