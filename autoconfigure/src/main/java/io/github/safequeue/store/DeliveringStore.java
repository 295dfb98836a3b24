/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.List;
import java.util.function.Consumer;

import io.github.safequeue.StoredDeadLetter;

/**
 * A broker, which delivers items by itself and learns of each when it is done with. What
 * is neither acknowledged nor released when the process ends is delivered again.
 */
public interface DeliveringStore extends ItemStore {

	/**
	 * Begin to deliver, as soon as the broker can be reached. Has no effect when it
	 * delivers already.
	 * @param receiver called by a thread of the store's own, returns at once
	 */
	void start(Consumer<Delivery> receiver);

	/**
	 * Deliver again where that has ended by itself, such as after the broker was away.
	 * Called again and again while the queue is not paused.
	 */
	void keepDelivering();

	/**
	 * Deliver nothing more. What was delivered can still be acknowledged.
	 */
	void stop();

	/**
	 * Return whether {@link Delivery#sequence()} is to be kept.
	 * @return whether deliveries are ordered
	 */
	boolean isOrdered();

	/**
	 * Return whether what was delivered and not called goes back without being counted as
	 * a delivery. If not, closing handles it.
	 * @return whether that is so
	 */
	boolean isReleaseUncounted();

	/**
	 * Return how often an item may be delivered that cannot be read, before it is a dead
	 * letter.
	 * @return the number
	 */
	int maxDeliveries();

	/**
	 * Keep an item as a dead letter, and return when the broker has confirmed it.
	 * @param item the item
	 * @param cause why it failed; the broker keeps its type only
	 * @param attempts how many attempts there were
	 */
	void deadLetter(ReceivedItem item, Throwable cause, int attempts);

	/**
	 * Write an item to another queue of the same store, and return when the broker has
	 * confirmed it.
	 * @param item the item
	 * @param queue the name of the queue
	 */
	void forward(ReceivedItem item, String queue);

	/** None: they are read by a client of the broker. */
	@Override
	default List<StoredDeadLetter> deadLetters(int max) {
		return List.of();
	}

	@Override
	default boolean requeue(String id) {
		return false;
	}

}
