/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import io.github.safequeue.testing.KafkaServer;
import io.github.safequeue.testing.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The order desk with the profiles {@code kafka} and {@code rabbit} is killed while an
 * order is in flight, and started again.
 */
@Tag("servers")
@Timeout(300)
class BrokerDeskTests {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@TempDir
	private Path directory;

	@Test
	void kafkaLosesNoConfirmedOrder() throws Exception {
		try (KafkaServer server = new KafkaServer(this.directory)) {
			losesNoConfirmedOrder("kafka", "--spring.kafka.bootstrap-servers=" + server.bootstrapServers(),
					"--spring.kafka.consumer.properties.session.timeout.ms=6000");
		}
	}

	@Test
	void rabbitLosesNoConfirmedOrder() throws Exception {
		try (RabbitServer server = RabbitServer.start()) {
			losesNoConfirmedOrder("rabbit", "--spring.rabbitmq.port=" + server.port());
		}
	}

	private void losesNoConfirmedOrder(String store, String... server) throws IOException {
		String handled;
		String inFlight;
		try (DeskProcess process = start("demo," + store, server)) {
			Desk desk = process.desk();
			assertThat(desk.text("/actuator/safequeues/orders")).contains("\"type\":\"" + store + "\"");
			handled = order(desk, "tea");
			await().atMost(PATIENCE).until(() -> isStored(desk, handled));
			inFlight = order(desk, "stuck");
		}
		// Without the profile demo, that product is an ordinary one.
		try (DeskProcess process = start(store, server)) {
			Desk desk = process.desk();
			await().atMost(PATIENCE).until(() -> isStored(desk, inFlight));
			assertThat(isStored(desk, handled)).isTrue();
		}
	}

	private DeskProcess start(String profiles, String... server) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(server));
		arguments.add("--spring.profiles.active=" + profiles);
		return DeskProcess.start(this.directory, arguments);
	}

	/** Order, and return the identity of the order, which is confirmed. */
	private static String order(Desk desk, String product) {
		ResponseEntity<Map<String, Object>> answer = desk.order("alice", product, 1);
		assertThat(answer.getBody()).containsEntry("confirmed", true);
		return (String) answer.getBody().get("id");
	}

	private static boolean isStored(Desk desk, String order) {
		return desk.get("/orders/" + order).getStatusCode().equals(HttpStatus.OK);
	}

}
