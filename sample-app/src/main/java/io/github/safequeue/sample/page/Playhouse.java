package io.github.safequeue.sample.page;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.page.SceneReport.State;
import io.github.safequeue.sample.tale.Scene;
import io.github.safequeue.sample.tale.Tale;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * Has scenes played, one at a time, by the worker of the queue {@code scenes}. When the
 * application begins to close it stops the scene, so that draining does not wait for its
 * end. Any thread.
 */
@Service
class Playhouse {

	private final Tale tale = Tale.standard();

	private final SafeQueue<Performance> queue;

	private final Map<String, Performance> latest = new HashMap<>();

	private @Nullable Performance current;

	private boolean closing;

	Playhouse(SafeQueue<Performance> scenes) {
		this.queue = scenes;
	}

	synchronized List<SceneReport> scenes() {
		return this.tale.scenes().stream().map(this::report).toList();
	}

	synchronized Optional<SceneReport> scene(String id) {
		return this.tale.scene(id).map(this::report);
	}

	/**
	 * Have a scene played.
	 * @param id the scene's id
	 * @return its report, or empty if there is no such scene
	 */
	synchronized Optional<SceneReport> perform(String id) {
		return this.tale.scene(id).map((scene) -> {
			Performance performance = new Performance(scene);
			if (this.current != null && !this.current.isOver()) {
				throw new ResponseStatusException(HttpStatus.CONFLICT, "Another scene is being played.");
			}
			if (this.closing || !this.queue.offer(performance)) {
				throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The playhouse is closed.");
			}
			this.current = performance;
			this.latest.put(id, performance);
			return report(scene);
		});
	}

	private SceneReport report(Scene scene) {
		Performance performance = this.latest.get(scene.id());
		return (performance != null) ? performance.report(Instant.now()) : SceneReport.of(scene, State.NEW);
	}

	@EventListener(ContextClosedEvent.class)
	synchronized void close() {
		this.closing = true;
		if (this.current != null) {
			this.current.stop();
		}
	}

}
