/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;

/**
 * The settings of the store, the same for all of its queues.
 *
 * @param tablePrefix what the names of its tables begin with
 * @param schemaCreation when to create the tables
 * @param pollInterval how often to look for items that nobody announces
 * @param lanes how many lanes a queue with keys has
 * @param maxDeliveries how many deliveries without an outcome an item gets
 * @param notifyOthers whether instances notify each other of new items
 */
public record JdbcStoreSettings(String tablePrefix, SchemaCreation schemaCreation, Duration pollInterval, int lanes,
		int maxDeliveries, boolean notifyOthers) {

	/**
	 * When to create the tables that are missing.
	 */
	public enum SchemaCreation {

		/** In H2 only. */
		EMBEDDED,

		/** In each database. */
		ALWAYS,

		/** Never: something else has created them. */
		NEVER

	}

}
