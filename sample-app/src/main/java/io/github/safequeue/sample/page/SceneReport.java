package io.github.safequeue.sample.page;

import java.time.Duration;
import java.time.Instant;

import io.github.safequeue.sample.tale.Scene;
import io.github.safequeue.sample.tale.SceneResult;
import org.jspecify.annotations.Nullable;

/**
 * A scene and what became of it when it was played last.
 *
 * @param id the scene's id
 * @param title what it shows, in a few words
 * @param story what happens in it
 * @param state how far it is
 * @param startedAt when it was begun
 * @param millis how long it has taken so far
 * @param result what was measured
 * @param kept whether SafeQueue kept every promise
 */
record SceneReport(String id, String title, String story, State state, @Nullable Instant startedAt,
		@Nullable Long millis, @Nullable SceneResult result, @Nullable Boolean kept) {

	static SceneReport of(Scene scene, State state) {
		return new SceneReport(scene.id(), scene.title(), scene.story(), state, null, null, null, null);
	}

	SceneReport in(State state) {
		return new SceneReport(this.id, this.title, this.story, state, this.startedAt, this.millis, null, null);
	}

	SceneReport at(Instant startedAt, @Nullable Duration taken) {
		return new SceneReport(this.id, this.title, this.story, this.state, startedAt,
				(taken != null) ? taken.toMillis() : null, this.result, this.kept);
	}

	SceneReport measured(SceneResult result) {
		return new SceneReport(this.id, this.title, this.story, State.MEASURED, this.startedAt, this.millis, result,
				result.kept());
	}

	/**
	 * How far a scene is.
	 */
	enum State {

		/** It was not played yet. */
		NEW,

		/** It waits in its queue. */
		WAITING,

		/** It is being played. */
		RUNNING,

		/** It came to its end. */
		MEASURED,

		/** It could not be played. */
		FAILED,

		/** It was stopped because the application closes. */
		STOPPED;

		boolean isOver() {
			return this != WAITING && this != RUNNING;
		}

	}

}
