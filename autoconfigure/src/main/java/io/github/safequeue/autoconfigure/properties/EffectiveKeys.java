/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;

/**
 * Knows which keys have no effect beside others: those of a part that is switched off,
 * and those of retries that there are none of.
 */
final class EffectiveKeys {

	private static final String MAX_RETRIES = "max-retries";

	private final SafeQueueProperties properties;

	private final QueueKeys<Queue> queues;

	private final Map<String, Boolean> parts;

	EffectiveKeys(SafeQueueProperties properties) {
		this.properties = properties;
		this.queues = new QueueKeys<>(properties.queues());
		this.parts = parts(properties);
	}

	/** Whether each part that can be switched off, and has other keys, is on. */
	static Map<String, Boolean> parts(SafeQueueProperties properties) {
		return Map.of("cleaner", properties.cleaner().enabled(), "logging", properties.logging().enabled(),
				"task-executor", properties.taskExecutor().enabled());
	}

	/**
	 * Return why a key has no effect.
	 * @param key what it means
	 * @param queue the queue that it is about, or {@code null} if it is about none
	 * @return the reason and the remedy, or {@code null} if it has an effect
	 */
	@Nullable String whyNot(KnownKeys.Key key, @Nullable String queue) {
		List<String> elements = key.elements();
		String part = elements.get(0);
		String last = elements.get(elements.size() - 1);
		if (Boolean.FALSE.equals(this.parts.get(part)) && !last.equals("enabled")) {
			return "safequeue.%1$s.enabled is false. Set safequeue.%1$s.enabled to true, or remove the property"
				.formatted(part);
		}
		boolean retry = elements.contains("retry") && !last.equals(MAX_RETRIES);
		if (!retry || ((queue != null) ? retries(queue) : anyRetries())) {
			return null;
		}
		return "nothing is tried again. Set %s, or remove the property".formatted((queue != null)
				? QueueKeys.property(queue, "retry." + MAX_RETRIES) : "safequeue.defaults.retry." + MAX_RETRIES);
	}

	private boolean anyRetries() {
		return this.properties.defaults().retry().maxRetries() != 0
				|| this.properties.queues().keySet().stream().anyMatch(this::retries);
	}

	private boolean retries(String queue) {
		Queue settings = this.queues.find(queue);
		return this.properties.defaults()
			.retry()
			.mergedWith((settings != null) ? settings.retry() : null)
			.maxRetries() != 0;
	}

}
