/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.ActiveProfiles;

import io.github.safequeue.sample.Desk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page reads where management has a port and paths of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = {
				"spring.datasource.url=jdbc:h2:mem:management-elsewhere;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
				"management.server.port=0", "management.server.base-path=/management",
				"management.endpoints.web.base-path=/ops", "management.endpoints.web.path-mapping.health=how",
				"management.endpoints.web.exposure.include=health,safequeues" })
@ActiveProfiles("demo")
class ManagementElsewhereTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Test
	void endpointsAreFoundWhereverTheyAre() {
		Map<String, Object> server = part("server");
		assertThat(server).containsEntry("managementPort", this.managementPort)
			.containsEntry("endpoints",
					Map.of("health", "/management/ops/how", "safequeues", "/management/ops/safequeues"));
		assertThat(new Desk(this.managementPort).status("/management/ops/how")).isEqualTo(HttpStatus.OK);
	}

	@Test
	void queuesAreShownAndPausedAllTheSame() {
		Desk desk = new Desk(this.port);
		assertThat(part("health")).containsEntry("status", "UP");
		assertThat(desk.get("/api/queues/orders").getBody()).containsEntry("state", "RUNNING");
		assertThat(desk.post("/api/queues/orders", Map.of("action", "pause")).getBody()).containsEntry("state",
				"PAUSED");
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> part(String name) {
		return (Map<String, Object>) new Desk(this.port).get("/api/queues").getBody().get(name);
	}

}
