/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

/**
 * Health of all queues: down while one of them cannot go on by itself, out of service
 * while one of them is draining or closed, else up. Shows each queue's figures, and items
 * by type and identity only. Log appenders on a queue are shown beside the queues; one
 * whose worker is stuck is down as well. May be called by any thread.
 */
public class SafeQueuesHealthIndicator extends AbstractHealthIndicator {

	private final SafeQueueRegistry queues;

	private final Supplier<List<LogBuffer>> logBuffers;

	/**
	 * Create an indicator.
	 * @param queues finds the queues
	 */
	public SafeQueuesHealthIndicator(SafeQueueRegistry queues) {
		this(queues, List::of);
	}

	/**
	 * Create an indicator that looks at log appenders, too.
	 * @param queues finds the queues
	 * @param logBuffers finds the queues of log appenders
	 */
	public SafeQueuesHealthIndicator(SafeQueueRegistry queues, Supplier<List<LogBuffer>> logBuffers) {
		super("The health of the queues could not be read");
		this.queues = queues;
		this.logBuffers = logBuffers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean down = false;
		boolean outOfService = false;
		for (SafeQueue<?> queue : this.queues.all()) {
			SafeQueueSnapshot snapshot = queue.snapshot();
			Map<String, Object> details = details(snapshot);
			if (queue instanceof SafeQueueDiagnostics diagnostics) {
				down |= diagnose(diagnostics, details);
			}
			outOfService |= snapshot.state() == SafeQueueState.DRAINING || snapshot.state() == SafeQueueState.CLOSED;
			builder.withDetail(snapshot.name(), details);
		}
		Map<String, Object> appenders = new LinkedHashMap<>();
		for (LogBuffer buffer : this.logBuffers.get()) {
			Map<String, Object> details = details(buffer.queue().snapshot());
			details.put("dropped", buffer.dropped());
			if (buffer.queue() instanceof SafeQueueDiagnostics diagnostics) {
				down |= diagnose(diagnostics, details);
			}
			appenders.put(buffer.queue().name(), details);
		}
		if (!appenders.isEmpty()) {
			builder.withDetail("logAppenders", appenders);
		}
		if (down) {
			builder.down();
		}
		else if (outOfService) {
			builder.outOfService();
		}
		else {
			builder.up();
		}
	}

	private static Map<String, Object> details(SafeQueueSnapshot snapshot) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", snapshot.state());
		details.put("size", snapshot.size());
		details.put("capacity", snapshot.capacity());
		details.put("concurrency", snapshot.concurrency());
		details.put("inFlight", snapshot.inFlight());
		details.put("accepted", snapshot.accepted());
		details.put("handled", snapshot.handled());
		details.put("failed", snapshot.failed());
		details.put("undelivered", snapshot.undelivered());
		details.put("rejectedFull", snapshot.rejectedFull());
		details.put("rejectedClosed", snapshot.rejectedClosed());
		return details;
	}

	private static boolean diagnose(SafeQueueDiagnostics diagnostics, Map<String, Object> details) {
		long replaced = diagnostics.replacedWorkers();
		if (replaced > 0) {
			details.put("replacedWorkers", replaced);
		}
		List<String> problems = QueueHealthProblem.of(diagnostics);
		if (!problems.isEmpty()) {
			details.put("problem", String.join("; ", problems));
		}
		return !problems.isEmpty();
	}

}
