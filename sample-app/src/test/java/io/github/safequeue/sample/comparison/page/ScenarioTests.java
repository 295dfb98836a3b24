/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.context.ActiveProfiles;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.comparison.Comparison;
import io.github.safequeue.sample.comparison.Scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Scenarios that are run for the page.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:scenario-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE")
@ActiveProfiles("demo")
@Import(ScenarioRunnerDouble.Configuration.class)
class ScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> IDS = Comparison.standard().scenarios().stream().map(Scenario::id).toList();

	@Autowired
	private SafeQueueRegistry queues;

	@Autowired
	private ScenarioRunnerDouble runner;

	@LocalServerPort
	private int port;

	private Desk desk;

	@BeforeEach
	void openDesk() {
		this.desk = new Desk(this.port);
	}

	@AfterEach
	void endScenario() {
		this.runner.reset();
		this.queues.find("scenarios").orElseThrow().resume();
		await().atMost(PATIENCE)
			.until(() -> IDS.stream().noneMatch((id) -> List.of("WAITING", "RUNNING").contains(state(id))));
	}

	@Test
	void allScenariosOfTheComparisonAreListed() {
		assertThat(this.desk.text("/api/scenarios")).contains(IDS);
		assertThat(IDS).allSatisfy((id) -> assertThat(this.desk.get("/api/scenarios/" + id).getBody())
			.containsEntry("title", Comparison.standard().scenario(id).orElseThrow().title())
			.containsEntry("description", Comparison.standard().scenario(id).orElseThrow().description()));
	}

	@Test
	void scenarioRunsInTheBackgroundAndKeepsItsResult() {
		this.runner.hold();
		assertThat(start(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("RUNNING"));
		this.runner.end();
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
		Map<String, Object> scenario = this.desk.get("/api/scenarios/" + IDS.get(0)).getBody();
		assertThat(scenario).containsEntry("passed", true).containsKeys("startedAt", "millis");
		assertThat(scenario.get("result").toString()).contains(ScenarioRunnerDouble.RESULT.table().header())
			.contains(ScenarioRunnerDouble.RESULT.table().rows().get(0));
	}

	@Test
	void onlyOneScenarioRunsAtATime() {
		this.runner.hold();
		start(IDS.get(0));
		assertThat(start(IDS.get(0))).isEqualTo(HttpStatus.CONFLICT);
		assertThat(start(IDS.get(1))).isEqualTo(HttpStatus.CONFLICT);
		this.runner.end();
		await().atMost(PATIENCE).until(() -> start(IDS.get(1)).equals(HttpStatus.ACCEPTED));
	}

	@Test
	void scenarioWaitsWhileItsQueueIsPaused() {
		this.queues.find("scenarios").orElseThrow().pause();
		assertThat(start(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(state(IDS.get(0))).isEqualTo("WAITING");
		assertThat(start(IDS.get(1))).isEqualTo(HttpStatus.CONFLICT);
		this.queues.find("scenarios").orElseThrow().resume();
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
	}

	@Test
	void scenarioThatFailsIsReportedAndTheNextOneRuns() {
		this.runner.fail();
		start(IDS.get(0));
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("FAILED"));
		this.runner.reset();
		assertThat(start(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
	}

	@Test
	void unknownScenarioIsNotFound() {
		assertThat(start("unknown")).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.desk.get("/api/scenarios/unknown").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	private HttpStatusCode start(String id) {
		return this.desk.post("/api/scenarios/" + id, Map.of()).getStatusCode();
	}

	private Object state(String id) {
		return this.desk.get("/api/scenarios/" + id).getBody().get("state");
	}

}
