package io.github.safequeue.sample.page;

import java.util.List;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The scenes of the tale: 202 for one that will be played, 409 while another one is.
 *
 * <p>
 * A scene is started only by a request with a JSON content type, which a form of another
 * site cannot send.
 */
@RestController
@RequestMapping("/api/scenes")
class SceneController {

	private final Playhouse playhouse;

	SceneController(Playhouse playhouse) {
		this.playhouse = playhouse;
	}

	@GetMapping
	List<SceneReport> scenes() {
		return this.playhouse.scenes();
	}

	@GetMapping("/{id}")
	SceneReport scene(@PathVariable String id) {
		return found(this.playhouse.scene(id));
	}

	@PostMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	SceneReport perform(@PathVariable String id) {
		return found(this.playhouse.perform(id));
	}

	private static SceneReport found(Optional<SceneReport> scene) {
		return scene.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such scene."));
	}

}
