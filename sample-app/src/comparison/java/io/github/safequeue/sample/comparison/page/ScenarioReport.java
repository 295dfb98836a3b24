/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.ScenarioResult;

/**
 * A scenario and the outcome of its latest run.
 *
 * @param id the scenario's id
 * @param title what it shows, in a few words
 * @param description what happens in it
 * @param state how far it is
 * @param startedAt when it was begun
 * @param millis how long it has taken so far
 * @param result what was measured
 * @param passed whether SafeQueue met every guarantee
 */
record ScenarioReport(String id, String title, String description, State state, @Nullable Instant startedAt,
		@Nullable Long millis, @Nullable ScenarioResult result, @Nullable Boolean passed) {

	static ScenarioReport of(Scenario scenario, State state) {
		return new ScenarioReport(scenario.id(), scenario.title(), scenario.description(), state, null, null, null,
				null);
	}

	ScenarioReport in(State state) {
		return new ScenarioReport(this.id, this.title, this.description, state, this.startedAt, this.millis, null,
				null);
	}

	ScenarioReport at(Instant startedAt, @Nullable Duration taken) {
		return new ScenarioReport(this.id, this.title, this.description, this.state, startedAt,
				(taken != null) ? taken.toMillis() : null, this.result, this.passed);
	}

	ScenarioReport measured(ScenarioResult result) {
		return new ScenarioReport(this.id, this.title, this.description, State.MEASURED, this.startedAt, this.millis,
				result, result.passed());
	}

	/**
	 * How far a scenario is.
	 */
	enum State {

		/** It has not run yet. */
		NEW,

		/** It waits in its queue. */
		WAITING,

		/** It runs. */
		RUNNING,

		/** It ended. */
		MEASURED,

		/** It could not be run. */
		FAILED,

		/** It was stopped because the application closes. */
		STOPPED;

		boolean isOver() {
			return this != WAITING && this != RUNNING;
		}

	}

}
