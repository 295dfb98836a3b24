/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.ReceivedItem;

/**
 * Takes items of one queue, in the way of one kind of database. Any number of threads at
 * a time.
 */
interface Receiver {

	/**
	 * Take the next items that are due.
	 * @param max how many at most
	 * @param handler handles them
	 * @return whether anything was taken
	 */
	boolean receive(int max, DeliveryHandler handler);

	/**
	 * Take these items, as far as they are still there and free.
	 * @param items the items
	 * @param handler handles them
	 * @return whether anything was taken
	 */
	boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler);

}
