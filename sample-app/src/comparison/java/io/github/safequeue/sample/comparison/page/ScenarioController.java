/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.util.List;
import java.util.Optional;

import org.springframework.context.annotation.Profile;
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
 * The scenarios of the comparison: 202 for one that will be run, 409 while another one
 * is.
 *
 * <p>
 * A scenario is started only by a request with a JSON content type, which a form of
 * another site cannot send.
 */
@RestController
@RequestMapping("/api/scenarios")
@Profile("demo")
class ScenarioController {

	private final ScenarioService service;

	ScenarioController(ScenarioService service) {
		this.service = service;
	}

	@GetMapping
	List<ScenarioReport> scenarios() {
		return this.service.scenarios();
	}

	@GetMapping("/{id}")
	ScenarioReport scenario(@PathVariable String id) {
		return found(this.service.scenario(id));
	}

	@PostMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	ScenarioReport start(@PathVariable String id) {
		return found(this.service.start(id));
	}

	private static ScenarioReport found(Optional<ScenarioReport> scenario) {
		return scenario
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such scenario."));
	}

}
