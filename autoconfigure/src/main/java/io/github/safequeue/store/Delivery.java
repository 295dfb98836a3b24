/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import org.jspecify.annotations.Nullable;

/**
 * An item that a broker has delivered and that is not acknowledged yet. All methods may
 * be called by any thread.
 */
public interface Delivery {

	/**
	 * Return the item.
	 * @return the item
	 */
	ReceivedItem item();

	/**
	 * Return which delivery of the item this is.
	 * @return the number from 1, or 0 where the broker does not count
	 */
	int count();

	/**
	 * Return what orders deliveries: those with equal values are handled one after
	 * another, in the order of their arrival.
	 * @return the value; {@code null} only of a store that orders nothing
	 */
	@Nullable Object sequence();

	/**
	 * A call for the item begins.
	 * @return {@code false} if the broker has taken the item back, so that it must not be
	 * handled here
	 */
	boolean begin();

	/**
	 * A call for the item has ended, with whatever outcome. Called once for each call
	 * that has begun, after an acknowledgement.
	 */
	void end();

	/**
	 * The item is done with: it was handled, or is a confirmed dead letter.
	 */
	void acknowledge();

	/**
	 * Return whether the broker has the item back as soon as it is released, and not only
	 * when this process stops taking.
	 * @return whether another process may get it then
	 */
	boolean isReturnable();

	/**
	 * The item is not going to be handled here. It is delivered again, here or elsewhere.
	 */
	void release();

}
