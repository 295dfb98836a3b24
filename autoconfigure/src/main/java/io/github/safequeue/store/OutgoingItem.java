/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An item on its way to the store.
 *
 * @param id the item's identity over all deliveries, a UUID in letters
 * @param key its key, or {@code null} where the queue has none or the item has none
 * @param payload the item as JSON
 * @param headers what travels beside the item, such as its trace; often empty
 */
public record OutgoingItem(String id, @Nullable String key, String payload, Map<String, String> headers) {

	/** Without the payload, which may hold personal data. */
	@Override
	public String toString() {
		return "item " + this.id;
	}

}
