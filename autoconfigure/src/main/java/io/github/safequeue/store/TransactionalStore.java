/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;

/**
 * A store whose items are received, handled and removed in one transaction.
 */
public interface TransactionalStore extends ItemStore {

	/**
	 * Take the oldest items that are due, call the handler, remove them, commit. The
	 * items of one call have failed equally often, so that a batch comes again as it was.
	 * If the handler throws, or its transaction cannot be committed, the transaction is
	 * rolled back and what the handler answers to that is carried out in another one.
	 * @param max how many items to take at most
	 * @param handler handles them
	 * @return whether anything was taken
	 * @throws OutcomeUnknownException if the connection broke while the transaction was
	 * being committed
	 */
	boolean receive(int max, DeliveryHandler handler);

	/**
	 * Take these items and no others, as far as they are still there and free.
	 * @param items items that were received before and released
	 * @param handler handles them
	 * @return whether anything was taken
	 */
	boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler);

	/**
	 * Set what is called when items may have become due: by this process at once, by
	 * others as far as the store is notified.
	 * @param action called by any thread, returns at once
	 */
	void onArrival(Runnable action);

	/**
	 * Return how often to look for items that nobody announces.
	 * @return the time between two looks
	 */
	Duration pollInterval();

}
