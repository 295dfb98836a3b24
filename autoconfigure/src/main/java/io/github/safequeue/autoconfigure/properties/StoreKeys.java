/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Knows which keys are those of a store: {@code safequeue.store.<store>.*} for all of its
 * queues, and {@code safequeue.queues.<name>.<store>.*} for one.
 */
final class StoreKeys {

	private static final String ALL = "store";

	/** The stores, as the groups of their keys are named. */
	private static final List<String> STORES = List.of("jdbc", "kafka", "rabbit");

	private final Map<String, String> stores;

	/**
	 * Create the knowledge.
	 * @param stores the store of each queue that has one, by the queue's name
	 */
	StoreKeys(Map<String, String> stores) {
		this.stores = stores;
	}

	/**
	 * Return why a key of a store has no effect.
	 * @param key what it means
	 * @param queue the queue that it is about, or {@code null} if it is about none
	 * @return the reason and the remedy, or {@code null} if it has an effect
	 */
	@Nullable String whyNot(KnownKeys.Key key, @Nullable String queue) {
		List<String> elements = key.elements();
		if (elements.get(0).equals(ALL)) {
			String store = elements.get(1);
			return this.stores.containsValue(store) ? null
					: "no queue has the store '%1$s' when the application starts. Set safequeue.queues.<name>.store to %1$s, or remove the property"
						.formatted(store);
		}
		if (queue == null || elements.size() < 4 || !STORES.contains(elements.get(2))) {
			return null;
		}
		String store = elements.get(2);
		return store.equals(new QueueKeys<>(this.stores).find(queue)) ? null
				: "the queue does not have the store '%s'. Set %s to %1$s, or remove the property".formatted(store,
						QueueKeys.property(queue, ALL));
	}

}
