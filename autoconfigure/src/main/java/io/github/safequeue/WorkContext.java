/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * The call that a listener method is in. An instance is valid for one call and must not
 * be kept.
 */
public interface WorkContext {

	/**
	 * Return the name of the queue that the item came from.
	 * @return the queue's name
	 */
	String queue();

	/**
	 * Return which attempt this call is.
	 * @return the number of the attempt, from 1
	 */
	int attempt();

	/**
	 * Return the identity of the item, which stays the same over all its deliveries: what
	 * a handler compares in order not to do the same work twice. A call for a batch has
	 * that of the batch's first item.
	 * @return the identity, or {@code null} where the queue has no store
	 */
	default @Nullable String id() {
		return null;
	}

	/**
	 * Return which delivery of the item this is: attempts that failed count, and so do
	 * deliveries whose process ended.
	 * @return the number from 1 where the store knows it, otherwise 0
	 */
	default int deliveryCount() {
		return 0;
	}

}
