/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.util.List;

import io.github.safequeue.faults.ledger.LedgerItem;

/**
 * A server that keeps queues. Used by one thread.
 */
interface Broker extends AutoCloseable {

	/** What applications need to reach it. */
	List<String> properties();

	/**
	 * What a queue needs to be kept there.
	 * @param queue the name of the queue
	 * @param place the name that it has in the broker
	 * @param keyed whether its items have keys
	 */
	List<String> properties(String queue, String place, boolean keyed);

	/** Create a place where it is not created by applications. */
	void create(String place);

	/** Whether nothing waits there. */
	boolean isDrained(String place);

	/** Return the dead letters of a place. */
	List<LedgerItem> deadLetters(String place);

	/** Kill the server. */
	void kill();

	/** Start the server again, with its data. */
	void start();

	@Override
	void close();

}
