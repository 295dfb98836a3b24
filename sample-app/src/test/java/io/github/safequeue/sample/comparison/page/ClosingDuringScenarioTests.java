/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.SampleApplication;
import io.github.safequeue.sample.comparison.page.ScenarioReport.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that closes while a scenario runs in other JVMs.
 */
@Tag("faults")
class ClosingDuringScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void closingStopsTheScenarioAndItsJvmsInsteadOfWaitingForThem() {
		SafeQueue<?> scenarios;
		ScenarioService service;
		List<ProcessHandle> jvms = new ArrayList<>();
		try (ConfigurableApplicationContext context = start()) {
			Desk desk = new Desk(((WebServerApplicationContext) context).getWebServer().getPort());
			scenarios = context.getBean("scenarios", SafeQueue.class);
			service = context.getBean(ScenarioService.class);
			desk.post("/api/scenarios/collected", Map.of());
			// The scenario's JVM, and that of one of its variants.
			await().atMost(PATIENCE).until(() -> ProcessHandle.current().descendants().count() == 2);
			ProcessHandle.current().descendants().forEach(jvms::add);
		}
		assertThat(service.scenario("collected").orElseThrow().state()).isEqualTo(State.STOPPED);
		assertThat(scenarios.snapshot().handled()).isOne();
		assertThat(scenarios.snapshot().undelivered()).isZero();
		await().atMost(PATIENCE).until(() -> jvms.stream().noneMatch(ProcessHandle::isAlive));
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).main(SampleApplication.class)
			.run("--server.port=0", "--spring.profiles.active=demo", "--safequeue.shutdown.drain-timeout=60s",
					"--spring.datasource.url=jdbc:h2:mem:closing-during-scenario-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
	}

}
