package io.github.safequeue.sample.comparison.page;

import io.github.safequeue.SafeQueueListener;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

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
