/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.List;

import io.github.safequeue.StoredDeadLetter;

/**
 * The items of one queue in a store. All methods may be called by any thread. They throw
 * an unchecked exception of Spring's for that store while it cannot be reached.
 */
public interface ItemStore extends AutoCloseable {

	/**
	 * Write items, and return when the store has confirmed all of them. Called again with
	 * the same list after it threw, until it returns: the items are stored once, also
	 * where the outcome of the first call is unknown.
	 * @param items the items, in the order of their delivery
	 * @throws RefusedItemException if the store refuses one for its own sake
	 */
	void write(List<OutgoingItem> items);

	/**
	 * Return how many items a call of {@link #write} has at most.
	 * @return the number
	 */
	default int writeLimit() {
		return 500;
	}

	/**
	 * Write an item in the caller's transaction, or in one of its own where there is
	 * none.
	 * @param item the item
	 * @throws RuntimeException Spring's {@code IllegalTransactionStateException} if the
	 * caller's transaction is one that the store cannot join
	 */
	void enqueue(OutgoingItem item);

	/**
	 * Look at what the store has. May take a statement or two.
	 * @return the figures
	 */
	StoreFigures figures();

	/**
	 * Return the latest dead letters.
	 * @param max how many at most
	 * @return the letters, the latest first
	 */
	List<StoredDeadLetter> deadLetters(int max);

	/**
	 * Put a dead letter back into the queue, as an item that was never tried.
	 * @param id the letter's identity
	 * @return whether there was such a letter
	 */
	boolean requeue(String id);

	/**
	 * Release what this process holds of the store. Called after both sides are closed.
	 */
	@Override
	void close();

}
