/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.PropertyCheck;
import io.github.safequeue.autoconfigure.properties.QueueKeys;

/**
 * Refuses at start-up dead letters that would arrive nowhere, or go round in circles.
 */
final class DeadLetterRoutes {

	private static final String PROPERTY = "dead-letter-queue";

	private DeadLetterRoutes() {
	}

	/**
	 * Check where failed items go.
	 * @param targets the dead-letter queue of each queue that has one
	 * @param queues the names of all queues
	 * @param standard the dead-letter queue of {@code safequeue.defaults}, or
	 * {@code null}
	 * @throws SafeQueueConfigurationException if a queue is unknown, or a circle is found
	 */
	static void validate(Map<String, String> targets, Set<String> queues, @Nullable String standard) {
		String existing = String.join(", ", new TreeSet<>(queues));
		if (standard != null && !queues.contains(standard)) {
			throw new PropertyCheck(null, (property) -> "safequeue.defaults." + property).bad(PROPERTY,
					"'" + standard + "'", "one of the queues: " + existing, declare(standard));
		}
		new TreeMap<>(targets).forEach((queue, target) -> {
			PropertyCheck check = new PropertyCheck(queue, (property) -> QueueKeys.property(queue, property));
			if (!queues.contains(target)) {
				throw check.bad(PROPERTY, "'" + target + "'", "one of the queues: " + existing, declare(target));
			}
			List<String> route = route(queue, targets);
			if (route.lastIndexOf(queue) > 0) {
				throw check.bad(PROPERTY, "'" + target + "'",
						"a queue that leads out of the circle " + String.join(" -> ", route),
						"to a queue outside the circle, or remove the dead-letter queue of one of these queues");
			}
		});
	}

	private static String declare(String queue) {
		return "to one of these queues, or declare a queue '%s'".formatted(queue);
	}

	/** Follows the targets until they end or come to a queue for the second time. */
	private static List<String> route(String queue, Map<String, String> targets) {
		List<String> route = new ArrayList<>(List.of(queue));
		String next = targets.get(queue);
		while (next != null) {
			boolean seen = route.contains(next);
			route.add(next);
			next = seen ? null : targets.get(next);
		}
		return route;
	}

}
