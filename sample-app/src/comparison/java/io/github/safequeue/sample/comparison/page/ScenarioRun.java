/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.page.ScenarioReport.State;

/**
 * One run of a scenario, as it waits in the queue {@code scenarios}. Run by one thread,
 * stopped and read by any.
 */
final class ScenarioRun {

	private static final Logger logger = LoggerFactory.getLogger(ScenarioRun.class);

	private final Scenario scenario;

	private volatile ScenarioReport report;

	private volatile boolean stopped;

	ScenarioRun(Scenario scenario) {
		this.scenario = scenario;
		this.report = ScenarioReport.of(scenario, State.WAITING);
	}

	void run(ScenarioRunner runner) {
		Instant start = Instant.now();
		ScenarioReport running = ScenarioReport.of(this.scenario, State.RUNNING).at(start, null);
		this.report = running;
		this.report = ending(runner, running).at(start, Duration.between(start, Instant.now()));
	}

	private ScenarioReport ending(ScenarioRunner runner, ScenarioReport running) {
		try {
			return this.stopped ? running.in(State.STOPPED)
					: running.measured(runner.run(this.scenario, () -> this.stopped));
		}
		catch (InterruptedException ex) {
			return running.in(State.STOPPED);
		}
		catch (RuntimeException ex) {
			logger.warn("Scenario '{}' could not be run", this.scenario.id(), ex);
			return running.in(State.FAILED);
		}
	}

	void stop() {
		this.stopped = true;
	}

	boolean isOver() {
		return this.report.state().isOver();
	}

	ScenarioReport report(Instant now) {
		ScenarioReport current = this.report;
		return (current.state() == State.RUNNING && current.startedAt() != null)
				? current.at(current.startedAt(), Duration.between(current.startedAt(), now)) : current;
	}

}
