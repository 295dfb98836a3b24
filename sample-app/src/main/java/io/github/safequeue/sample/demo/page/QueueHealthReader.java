/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Reads the health component {@code safeQueues}. Any thread.
 */
@Component
@Profile("demo")
class QueueHealthReader {

	private final ObjectProvider<HealthEndpoint> endpoint;

	QueueHealthReader(ObjectProvider<HealthEndpoint> endpoint) {
		this.endpoint = endpoint;
	}

	QueueHealth read() {
		HealthEndpoint bean = this.endpoint.getIfAvailable();
		HealthDescriptor health = (bean != null) ? bean.healthForPath("safeQueues") : null;
		if (health == null) {
			return new QueueHealth(Status.UNKNOWN.getCode(), Map.of());
		}
		Map<?, ?> details = (health instanceof IndicatedHealthDescriptor indicated) ? indicated.getDetails() : null;
		return new QueueHealth(health.getStatus().getCode(), (details != null) ? problems(details) : Map.of());
	}

	/** Find what is wrong with whom. */
	static Map<String, String> problems(Map<?, ?> details) {
		Map<String, String> problems = new TreeMap<>();
		collect(details, problems);
		return problems;
	}

	/** Queues have their details at the top, log appenders one level below. */
	private static void collect(Map<?, ?> details, Map<String, String> problems) {
		details.forEach((name, value) -> {
			if (value instanceof Map<?, ?> entry) {
				if (entry.containsKey("state")) {
					String problem = problem(entry);
					if (!problem.isEmpty()) {
						problems.put(String.valueOf(name), problem);
					}
				}
				else {
					collect(entry, problems);
				}
			}
		});
	}

	/** A queue with a store has problems of the side that writes one level below. */
	private static String problem(Map<?, ?> queue) {
		Object writing = (queue.get("outgoing") instanceof Map<?, ?> outgoing) ? outgoing.get("problem") : null;
		return Stream.of(queue.get("problem"), writing)
			.filter(String.class::isInstance)
			.map(String.class::cast)
			.collect(Collectors.joining("; "));
	}

	/**
	 * What health says of the queues.
	 *
	 * @param status the component's status; UNKNOWN if there is no such component
	 * @param problems what is wrong with whom, by the names of queues and log appenders
	 */
	record QueueHealth(String status, Map<String, String> problems) {
	}

}
