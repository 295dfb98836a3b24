/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

/**
 * A pool of connections whose borrowers forget to give them back: what brings them back
 * is the cleanup of the forgotten ones. Any thread.
 */
interface Pool extends AutoCloseable {

	/** How many connections there are. */
	int CONNECTIONS = 8;

	/**
	 * Borrow a connection, if need be wait for one, and forget it.
	 * @throws Exception if interrupted, or the pool is closed
	 */
	void borrowAndForget() throws Exception;

	/**
	 * Return how many connections are in the pool.
	 * @return the number
	 */
	int idle();

	@Override
	default void close() {
	}

	/**
	 * A connection, as the pool knows it.
	 *
	 * @param number its number
	 */
	record Connection(int number) {
	}

	/**
	 * A connection, as its borrower has it.
	 *
	 * @param connection what was borrowed
	 */
	record Lease(Connection connection) {
	}

}
