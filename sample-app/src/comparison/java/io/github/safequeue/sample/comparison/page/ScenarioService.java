/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.comparison.Comparison;
import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.page.ScenarioReport.State;

/**
 * Has scenarios run, one at a time, by the worker of the queue {@code scenarios}. When
 * the application begins to close it stops the scenario, so that draining does not wait
 * for its end. Any thread.
 */
@Service
@Profile("demo")
class ScenarioService {

	private final Comparison comparison = Comparison.standard();

	private final SafeQueue<ScenarioRun> queue;

	private final Map<String, ScenarioRun> latest = new HashMap<>();

	private @Nullable ScenarioRun current;

	private boolean closing;

	ScenarioService(SafeQueue<ScenarioRun> scenarios) {
		this.queue = scenarios;
	}

	synchronized List<ScenarioReport> scenarios() {
		return this.comparison.scenarios().stream().map(this::report).toList();
	}

	synchronized Optional<ScenarioReport> scenario(String id) {
		return this.comparison.scenario(id).map(this::report);
	}

	/**
	 * Start a scenario.
	 * @param id the scenario's id
	 * @return its report, or empty if there is no such scenario
	 */
	synchronized Optional<ScenarioReport> start(String id) {
		return this.comparison.scenario(id).map((scenario) -> {
			ScenarioRun run = new ScenarioRun(scenario);
			if (this.current != null && !this.current.isOver()) {
				throw new ResponseStatusException(HttpStatus.CONFLICT, "Another scenario is running.");
			}
			if (this.closing || !this.queue.offer(run)) {
				throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The application is closing.");
			}
			this.current = run;
			this.latest.put(id, run);
			return report(scenario);
		});
	}

	private ScenarioReport report(Scenario scenario) {
		ScenarioRun run = this.latest.get(scenario.id());
		return (run != null) ? run.report(Instant.now()) : ScenarioReport.of(scenario, State.NEW);
	}

	@EventListener(ContextClosedEvent.class)
	synchronized void close() {
		this.closing = true;
		if (this.current != null) {
			this.current.stop();
		}
	}

}
