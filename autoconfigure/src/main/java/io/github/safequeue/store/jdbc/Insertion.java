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
	 */
	void insert(List<OutgoingItem> items);

	/**
	 * Get ready to mark batches. Called once, outside any transaction.
	 */
	default void prepare() {
		// Nothing to prepare.
	}

	/**
	 * Leave a mark in the current transaction, by which {@link #isStored} finds out
	 * whether it was committed.
	 * @param first the first item of the batch
	 */
	default void mark(OutgoingItem first) {
		// The items are the mark.
	}

	/**
	 * Return what became of the last transaction, whose commit had no known outcome.
	 * Called outside any transaction.
	 * @param first the first of its items
	 * @return whether it was committed
	 */
	boolean isStored(OutgoingItem first);

}
