/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.StoredQueueDiagnostics;

/**
 * The ways to change a queue: those of any queue, and those of one with a store.
 */
enum QueueActions {

	IN_MEMORY("The body must be {\"action\":\"pause\"} or {\"action\":\"resume\"}"),

	STORED("The body must be {\"action\":\"pause\"}, {\"action\":\"resume\"} "
			+ "or {\"action\":\"requeue\",\"id\":\"<id of a dead letter>\"}");

	private final String body;

	QueueActions(String body) {
		this.body = body;
	}

	List<String> names() {
		return (this == STORED) ? List.of("pause", "resume", "requeue") : List.of("pause", "resume");
	}

	/**
	 * Change a queue.
	 * @param queue the queue
	 * @param action what to do
	 * @param id the identity of a dead letter, for {@code requeue}
	 */
	static void perform(SafeQueue<?> queue, @Nullable String action, @Nullable String id) {
		if ("pause".equals(action)) {
			queue.pause();
			return;
		}
		if ("resume".equals(action)) {
			queue.resume();
			return;
		}
		if (!"requeue".equals(action)) {
			QueueActions actions = (queue instanceof StoredQueueDiagnostics) ? STORED : IN_MEMORY;
			throw RefusedChangeException.wrong(actions, actions.body);
		}
		if (!(queue instanceof StoredQueueDiagnostics stored)) {
			throw RefusedChangeException.wrong(IN_MEMORY,
					"Queue '%s' has no store with dead letters. %s".formatted(queue.name(), IN_MEMORY.body));
		}
		if (!StringUtils.hasText(id)) {
			throw RefusedChangeException.wrong(STORED, STORED.body);
		}
		requeue(queue.name(), stored, id);
	}

	private static void requeue(String name, StoredQueueDiagnostics queue, String id) {
		boolean found;
		try {
			found = queue.requeue(id);
		}
		catch (UnsupportedOperationException ex) {
			throw RefusedChangeException.wrong(IN_MEMORY, "The store of queue '%s' (%s) puts no dead letter back. %s"
				.formatted(name, queue.availability().type(), IN_MEMORY.body));
		}
		catch (RuntimeException ex) {
			// Its message may quote what is in the store.
			throw RefusedChangeException
				.unavailable("The store of queue '%s' (%s) cannot be reached (%s): try again later".formatted(name,
						queue.availability().type(), ex.getClass().getName()));
		}
		if (!found) {
			throw RefusedChangeException.unknownDeadLetter("Queue '%s' has no dead letter '%s'".formatted(name, id));
		}
	}

}
