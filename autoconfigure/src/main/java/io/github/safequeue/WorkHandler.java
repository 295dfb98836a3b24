/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Handles the items of a queue.
 *
 * <p>
 * Called by the queue's workers, by at most as many threads at a time as the queue's
 * concurrency. What it throws is retried as configured and then dead-lettered; the worker
 * goes on. It is interrupted once when the drain timeout ends.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface WorkHandler<T> {

	/**
	 * Handle one item.
	 * @param item the item
	 * @throws Exception if the item could not be handled
	 */
	void handle(T item) throws Exception;

}
