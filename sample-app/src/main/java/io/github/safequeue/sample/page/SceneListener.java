package io.github.safequeue.sample.page;

import io.github.safequeue.SafeQueueListener;

import org.springframework.stereotype.Component;

/**
 * Plays scenes. Called by the one worker of the queue {@code scenes}.
 */
@Component
class SceneListener {

	private final Stage stage;

	SceneListener(Stage stage) {
		this.stage = stage;
	}

	@SafeQueueListener("scenes")
	void on(Performance performance) {
		performance.play(this.stage);
	}

}
