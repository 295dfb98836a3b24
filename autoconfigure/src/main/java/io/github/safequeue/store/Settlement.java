/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;

/**
 * What becomes of an item after a delivery that did not end with its removal.
 */
public sealed interface Settlement {

	/**
	 * Return the item.
	 * @return the item as it was received
	 */
	ReceivedItem item();

	/**
	 * The attempt failed, and another one follows.
	 *
	 * @param item the item
	 * @param delay how long to wait for it
	 */
	record Retry(ReceivedItem item, Duration delay) implements Settlement {
	}

	/**
	 * The delivery had no outcome, such as an item that could not be read here.
	 *
	 * @param item the item
	 * @param delay how long to wait for the next delivery
	 */
	record PutBack(ReceivedItem item, Duration delay) implements Settlement {
	}

	/**
	 * The item was not called, or its call was cut off: it is free at once, and nothing
	 * is counted.
	 *
	 * @param item the item
	 */
	record Release(ReceivedItem item) implements Settlement {
	}

	/**
	 * The item is not tried again. The store keeps it among its dead letters.
	 *
	 * @param item the item
	 * @param cause why; the store keeps its type only
	 */
	record Dead(ReceivedItem item, Throwable cause) implements Settlement {
	}

	/**
	 * The item is not tried again, and goes on to the dead-letter queue.
	 *
	 * @param item the item
	 * @param queue the name of that queue, which has the same store
	 */
	record Forward(ReceivedItem item, String queue) implements Settlement {
	}

}
