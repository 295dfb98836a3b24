/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;

import io.github.safequeue.store.ReceivedItem;

/**
 * Locks rows of one queue in the current transaction.
 */
interface PostgresClaims {

	/** Set after the rows are locked. */
	String SAVEPOINT = "savepoint safequeue_claim";

	/**
	 * Whether the transaction that locked a row last has neither changed nor removed it:
	 * its process or its connection was lost. A row shows who locked it before this
	 * statement did, and who wrote it. The last condition is for rows that were changed
	 * while this statement ran, and which show this transaction.
	 */
	String ABANDONED = "(xmax <> '0'::xid and xmax <> xmin and xmax <> pg_current_xact_id()::xid) as abandoned";

	/**
	 * Lock the next rows that are due.
	 * @param max how many at most
	 * @return the items
	 */
	List<ClaimedItem> next(int max);

	/**
	 * Lock these rows, as far as they are there and free.
	 * @param items the items, of one lane
	 * @return those that are locked now
	 */
	List<ClaimedItem> again(List<ReceivedItem> items);

	/**
	 * Remove rows that are locked.
	 * @param items the items
	 * @return how many there were
	 */
	default int remove(List<ReceivedItem> items) {
		return rows().remove(items);
	}

	/** Go on without calling a handler. */
	default void keepClaim() {
		rows().keepClaim();
	}

	/** Undo what was done since the rows were locked. They stay locked. */
	default void rollbackToClaim() {
		rows().rollbackToClaim();
	}

	/** Return what reads, locks and removes rows. */
	PostgresRows rows();

}
