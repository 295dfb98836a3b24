/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueueListener;

/**
 * Runs scenarios. Called by the one worker of the queue {@code scenarios}.
 */
@Component
@Profile("demo")
class ScenarioListener {

	private final ScenarioRunner runner;

	ScenarioListener(ScenarioRunner runner) {
		this.runner = runner;
	}

	@SafeQueueListener("scenarios")
	void on(ScenarioRun run) {
		run.run(this.runner);
	}

}
