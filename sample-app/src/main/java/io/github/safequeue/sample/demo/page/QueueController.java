/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.endpoint.SafeQueueDescriptor;
import io.github.safequeue.endpoint.SafeQueueStateDescriptor;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;

/**
 * The queues as the page reads them once a second. Passes on what the health component
 * {@code safeQueues} and the endpoint {@code safequeues} say; it asks their beans, so
 * that the page works wherever management listens.
 */
@RestController
@RequestMapping("/api/queues")
@Profile("demo")
class QueueController {

	private final SafeQueueRegistry queues;

	private final QueueHealthReader health;

	private final ObjectProvider<SafeQueuesEndpoint> endpoint;

	private final MeterRegistry meters;

	private final RecentDeadLetters deadLetters;

	private final ServerReader server;

	QueueController(SafeQueueRegistry queues, QueueHealthReader health, ObjectProvider<SafeQueuesEndpoint> endpoint,
			MeterRegistry meters, RecentDeadLetters deadLetters, ServerReader server) {
		this.queues = queues;
		this.health = health;
		this.endpoint = endpoint;
		this.meters = meters;
		this.deadLetters = deadLetters;
		this.server = server;
	}

	@GetMapping
	Overview queues() {
		List<QueueView> views = this.queues.all().stream().map(this::view).toList();
		return new Overview(Instant.now(), this.server.read(), this.health.read(), views, this.deadLetters.latest());
	}

	private QueueView view(SafeQueue<?> queue) {
		StoredQueueDiagnostics stored = (queue instanceof StoredQueueDiagnostics diagnostics) ? diagnostics : null;
		SafeQueueSnapshot incoming = (stored != null) ? stored.incoming() : null;
		return new QueueView((incoming != null) ? incoming : queue.snapshot(),
				(stored != null) ? stored.outgoing() : null, (stored != null) ? stored.availability() : null,
				Diagnosis.of(queue), Times.of(this.meters, "safequeue.waiting", queue.name()),
				Times.of(this.meters, "safequeue.handling", queue.name()));
	}

	@GetMapping("/{name}")
	SafeQueueDescriptor queue(@PathVariable String name) {
		return found(endpoint().queue(name));
	}

	@PostMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
	SafeQueueStateDescriptor change(@PathVariable String name, @RequestBody Change change) {
		try {
			return found(endpoint().change(name, change.action(), change.id()));
		}
		catch (InvalidEndpointRequestException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, ex.getReason(), ex);
		}
	}

	private SafeQueuesEndpoint endpoint() {
		SafeQueuesEndpoint bean = this.endpoint.getIfAvailable();
		if (bean == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The endpoint safequeues is not exposed.");
		}
		return bean;
	}

	private static <T> T found(@Nullable T answer) {
		if (answer == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such queue.");
		}
		return answer;
	}

	/**
	 * What there is to see at one moment.
	 *
	 * @param at the moment
	 * @param server which server answers
	 * @param health what the health component says
	 * @param queues the queues, sorted by name
	 * @param deadLetters the latest dead letters, the youngest first
	 */
	record Overview(Instant at, ServerReader.Server server, QueueHealthReader.QueueHealth health,
			List<QueueView> queues, List<DeadLetterView> deadLetters) {
	}

	/**
	 * One queue.
	 *
	 * @param figures its figures; with a store those of the side that calls the handler
	 * @param outgoing the figures of the side that writes to the store
	 * @param store whether the store is available
	 * @param diagnosis what keeps it from going on, in figures
	 * @param waiting how long its items waited
	 * @param handling how long its handler took
	 */
	record QueueView(SafeQueueSnapshot figures, @Nullable SafeQueueSnapshot outgoing, @Nullable StoreStatus store,
			Diagnosis diagnosis, Times waiting, Times handling) {
	}

	/**
	 * What is to be done with a queue.
	 *
	 * @param action {@code pause}, {@code resume} or {@code requeue}
	 * @param id the identity of the dead letter to put back
	 */
	record Change(@Nullable String action, @Nullable String id) {
	}

}
