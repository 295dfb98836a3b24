/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;

import io.github.safequeue.store.OutgoingItem;

/**
 * Inserts items of one queue, in the current transaction and in the way of one kind of
 * database.
 */
interface Insertion {

	/**
	 * Insert items.
	 * @param items the items, at least one
	 * @return what {@link #isStored} knows the transaction by
	 */
	String insert(List<OutgoingItem> items);

	/**
	 * Return what became of a transaction whose commit had no known outcome.
	 * @param mark what the insertion has returned
	 * @param first the first of its items
	 * @return whether it was committed
	 */
	boolean isStored(String mark, OutgoingItem first);

}
