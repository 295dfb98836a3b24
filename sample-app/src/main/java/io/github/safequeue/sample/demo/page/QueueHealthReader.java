/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.Map;
import java.util.TreeMap;

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
		Map<String, String> problems = new TreeMap<>();
		if (health instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null) {
			collect(indicated.getDetails(), problems);
		}
		return new QueueHealth(health.getStatus().getCode(), problems);
	}

	/** Queues have their details at the top, log appenders one level below. */
	private static void collect(Map<?, ?> details, Map<String, String> problems) {
		details.forEach((name, value) -> {
			if (value instanceof Map<?, ?> entry) {
				if (entry.get("problem") instanceof String problem) {
					problems.put(String.valueOf(name), problem);
				}
				else {
					collect(entry, problems);
				}
			}
		});
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
