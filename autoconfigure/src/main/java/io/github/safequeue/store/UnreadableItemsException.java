/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Set;

/**
 * Items of a reception cannot be read, so that none of them was given to the handler.
 */
@SuppressWarnings("serial") // does not leave the thread that throws it
final class UnreadableItemsException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Set<ReceivedItem> items;

	UnreadableItemsException(String queue, Set<ReceivedItem> items, Throwable cause) {
		super("Queue '%s': %d items cannot be read: %s".formatted(queue, items.size(), cause.getClass().getName()));
		this.items = items;
	}

	/** The items that cannot be read. */
	Set<ReceivedItem> items() {
		return this.items;
	}

}
