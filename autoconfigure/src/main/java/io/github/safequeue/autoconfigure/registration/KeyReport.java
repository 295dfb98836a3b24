/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;
import io.github.safequeue.autoconfigure.properties.UselessKeys;

/**
 * Warns of keys below {@code safequeue} that mean nothing.
 */
final class KeyReport {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final ConfigurableApplicationContext context;

	KeyReport(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Warn of keys that are misspelled, or have no effect whatever the queues are.
	 * @param properties what the keys say
	 * @param leftOut the queues that are neither declared nor required
	 */
	void warn(SafeQueueProperties properties, Set<String> leftOut) {
		new UselessKeys(this.context.getEnvironment(), reported()).find(properties, leftOut).forEach(logger::warn);
	}

	/**
	 * Warn of keys of stores that are not used.
	 * @param properties what the keys say
	 * @param built the stores of the queues that were built, by name
	 */
	void warnOfStores(SafeQueueProperties properties, Map<String, String> built) {
		Map<String, String> stores = new HashMap<>();
		properties.queues().forEach((name, queue) -> {
			if (queue.store() != null) {
				stores.put(name, queue.store());
			}
		});
		stores.putAll(built);
		new UselessKeys(this.context.getEnvironment(), reported()).findOfStores(properties, stores)
			.forEach(logger::warn);
	}

	/** The environment of a parent whose queues have the same keys. */
	private @Nullable Environment reported() {
		ApplicationContext parent = this.context.getParent();
		return (parent != null && parent.getBeanNamesForType(SafeQueueRegistry.class, false, false).length > 0)
				? parent.getEnvironment() : null;
	}

	/**
	 * Warn of keys of a queue that have no effect on its kind of handler.
	 * @param name the queue's name
	 * @param properties its properties, or {@code null} if it has none
	 * @param batch whether its handler takes batches
	 */
	void warn(String name, @Nullable Queue properties, boolean batch) {
		Collection<String> lines = List.of();
		if (!batch && properties != null && properties.batchSize() != null) {
			lines = keys().withoutEffect(name, "batch-size",
					"the handler takes single items. Let it take a List of items, or remove the property");
		}
		else if (batch && properties != null && Boolean.TRUE.equals(properties.propagateContext())) {
			lines = keys().withoutEffect(name, "propagate-context",
					"the items of a batch come from many submitters. Let the handler take single items, or remove the property");
		}
		lines.forEach(logger::warn);
	}

	private UselessKeys keys() {
		return new UselessKeys(this.context.getEnvironment(), null);
	}

}
