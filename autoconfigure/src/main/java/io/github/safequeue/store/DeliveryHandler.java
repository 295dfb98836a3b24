/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.List;

/**
 * What a store calls with the items that it has taken. Called by one thread at a time for
 * each reception.
 */
public interface DeliveryHandler {

	/**
	 * Handle the items, within the transaction that has taken them.
	 * @param items the items, of which each is received by nobody else meanwhile
	 * @throws Exception if the transaction is to be rolled back
	 */
	void handle(List<ReceivedItem> items) throws Exception;

	/**
	 * The transaction was rolled back, or the store gives the items up. Called outside
	 * any transaction.
	 * @param items the items
	 * @param failure what {@link #handle} threw, or what showed that its transaction
	 * cannot be committed; a {@link LostDeliveriesException} for an item that was lost
	 * too often to be called once more
	 * @return what becomes of each of them
	 */
	List<Settlement> failed(List<ReceivedItem> items, Throwable failure);

}
