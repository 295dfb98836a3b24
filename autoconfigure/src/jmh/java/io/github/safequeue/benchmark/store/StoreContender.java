/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

/**
 * Keeps items in a table and calls a handler with them. Used by one thread.
 */
interface StoreContender extends AutoCloseable {

	/** Return what the items are kept in. */
	String table();

	/**
	 * Write items. Returns when they are stored; none is handled yet.
	 * @param items how many
	 */
	void write(int items) throws Exception;

	/**
	 * Let the consumers begin.
	 * @param items how many are waited for
	 */
	void start(int items);

	/** Let the consumers take nothing more. What they have taken, they finish. */
	void stop() throws Exception;

	@Override
	void close();

}
