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
import io.github.safequeue.SafeQueueRegistry;

/**
 * Health of all queues: down while one of them cannot go on by itself, out of service
 * while one of them is draining or closed, else up. Shows each queue's figures, and items
 * by type and identity only. A queue whose store is not available is down. Log appenders
 * on a queue are shown beside the queues; one whose worker is stuck is down as well. May
 * be called by any thread, and accesses no store.
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
			QueueHealth health = QueueHealth.of(queue);
			down |= health.down();
			outOfService |= health.outOfService();
			builder.withDetail(queue.name(), health.details());
		}
		Map<String, Object> appenders = new LinkedHashMap<>();
		for (LogBuffer buffer : this.logBuffers.get()) {
			QueueHealth health = QueueHealth.of(buffer.queue());
			health.details().put("dropped", buffer.dropped());
			down |= health.down();
			appenders.put(buffer.queue().name(), health.details());
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

}
