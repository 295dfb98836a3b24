/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.faults;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An order whose handler does not end until it is released.
 */
class StuckOrderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void stuckHandlerIsSeenInHealthAndEndpointAndDoesNotStopTheOthers() {
		try (ConfigurableApplicationContext context = start()) {
			Desk desk = new Desk(((WebServerApplicationContext) context).getWebServer().getPort());
			desk.order("secret-customer", "stuck", 1);
			await().atMost(PATIENCE).until(() -> health(desk).equals(HttpStatus.SERVICE_UNAVAILABLE));
			String health = desk.text("/actuator/health/safeQueues");
			assertThat(health).contains("\"DOWN\"").doesNotContain("secret-customer");
			String queue = desk.text("/actuator/safequeues/orders");
			assertThat(queue).contains("FaultyOrders.waitForRelease", "OrderListener.on", "\"inFlight\":1")
				.doesNotContain("secret-customer");
			assertThat(desk.get("/api/queues").getBody().toString()).contains("stuckCalls=1",
					"worker safequeue-orders-1 has been handling");
			assertThat(desk.post("/api/release", Map.of()).getBody()).containsEntry("released", 1);
			await().atMost(PATIENCE).until(() -> health(desk).equals(HttpStatus.OK));
			assertThat(desk.get("/actuator/safequeues/orders").getBody()).containsEntry("handled", 1)
				.containsEntry("failed", 0);
		}
	}

	private static HttpStatusCode health(Desk desk) {
		return desk.get("/actuator/health/safeQueues").getStatusCode();
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("demo")
			.run("--server.port=0",
					"--spring.datasource.url=jdbc:h2:mem:stuck-order-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
					"--safequeue.queues.orders.stuck-threshold=100ms", "--safequeue.shutdown.drain-timeout=200ms");
	}

}
