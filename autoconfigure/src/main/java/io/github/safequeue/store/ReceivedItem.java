/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An item as the store has it.
 *
 * @param position where the store keeps it, of use to that store only
 * @param id the item's identity over all deliveries
 * @param key its key, or {@code null}
 * @param payload the item as JSON
 * @param headers what travels beside the item, as it was written
 * @param failures how many attempts have failed so far
 * @param lost how many deliveries have ended without an outcome so far
 */
public record ReceivedItem(Object position, String id, @Nullable String key, String payload,
		Map<String, String> headers, int failures, int lost) {

	/**
	 * Return which delivery this is.
	 * @return the number, from 1
	 */
	public int deliveryCount() {
		return 1 + this.failures + this.lost;
	}

	/** Without the payload, which may hold personal data. */
	@Override
	public String toString() {
		return "item " + this.id;
	}

}
