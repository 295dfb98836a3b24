/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;

import io.github.safequeue.sample.Desk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page reads where no management endpoint is exposed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:management-missing;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
				"management.endpoints.web.exposure.include=", "management.endpoints.web.exposure.exclude=*" })
@ActiveProfiles("demo")
class ManagementMissingTests {

	@LocalServerPort
	private int port;

	@Test
	void healthIsUnknownAndWorkersAreNotShown() {
		Desk desk = new Desk(this.port);
		Map<String, Object> overview = desk.get("/api/queues").getBody();
		assertThat(overview).containsEntry("health", Map.of("status", "UNKNOWN", "problems", Map.of()));
		assertThat(overview.get("server").toString()).contains("endpoints={}");
		ResponseEntity<Map<String, Object>> workers = desk.get("/api/queues/orders");
		assertThat(workers.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(workers.getBody()).containsEntry("detail", "The endpoint safequeues is not exposed.");
	}

}
