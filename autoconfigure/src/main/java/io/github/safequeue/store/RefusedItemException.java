/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * The store refuses an item for its own sake, whenever it is written.
 */
public class RefusedItemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Which of the items is refused. */
	private final int index;

	/**
	 * Create the exception.
	 * @param queue the queue's name
	 * @param index which of the items that were written is refused, from 0; those before
	 * it are stored, and those after it come again with the identities they have
	 * @param cause why; its message may quote the item, so that only its type is reported
	 */
	public RefusedItemException(String queue, int index, Throwable cause) {
		super("Queue '%s': the store refuses an item: %s".formatted(queue, cause.getClass().getName()));
		this.index = index;
	}

	/**
	 * Return which item is refused.
	 * @return its index among the items that were written
	 */
	public int index() {
		return this.index;
	}

}
