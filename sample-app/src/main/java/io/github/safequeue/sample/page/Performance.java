package io.github.safequeue.sample.page;

import java.time.Duration;
import java.time.Instant;

import io.github.safequeue.sample.page.SceneReport.State;
import io.github.safequeue.sample.tale.Scene;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scene that is to be played once, as it waits in the queue {@code scenes}. Played by
 * one thread, stopped and read by any.
 */
final class Performance {

	private static final Logger logger = LoggerFactory.getLogger(Performance.class);

	private final Scene scene;

	private volatile SceneReport report;

	private volatile boolean stopped;

	Performance(Scene scene) {
		this.scene = scene;
		this.report = SceneReport.of(scene, State.WAITING);
	}

	void play(Stage stage) {
		Instant start = Instant.now();
		SceneReport running = SceneReport.of(this.scene, State.RUNNING).at(start, null);
		this.report = running;
		this.report = ending(stage, running).at(start, Duration.between(start, Instant.now()));
	}

	private SceneReport ending(Stage stage, SceneReport running) {
		try {
			return this.stopped ? running.in(State.STOPPED)
					: running.measured(stage.play(this.scene, () -> this.stopped));
		}
		catch (InterruptedException ex) {
			return running.in(State.STOPPED);
		}
		catch (RuntimeException ex) {
			logger.warn("Scene '{}' could not be played", this.scene.id(), ex);
			return running.in(State.FAILED);
		}
	}

	void stop() {
		this.stopped = true;
	}

	boolean isOver() {
		return this.report.state().isOver();
	}

	SceneReport report(Instant now) {
		SceneReport current = this.report;
		return (current.state() == State.RUNNING && current.startedAt() != null)
				? current.at(current.startedAt(), Duration.between(current.startedAt(), now)) : current;
	}

}
