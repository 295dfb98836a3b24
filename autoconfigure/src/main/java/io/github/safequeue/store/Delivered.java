/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.ItemHolder;

/**
 * An item that a broker has delivered, as it stands in the incoming side's queue. Used by
 * one worker at a time, which the queue hands over to the next.
 */
final class Delivered implements ItemHolder {

	final Delivery delivery;

	/** What is handled at this moment. */
	private volatile @Nullable Object item;

	/** How many attempts have failed. */
	int failures;

	/** How often the item could not be read. */
	int unreadable;

	/** Whether it was given to the handler. */
	boolean called;

	/** Whether it is acknowledged or released. */
	boolean settled;

	/** Why it is going to be a dead letter, once the broker takes it. */
	@Nullable Throwable death;

	Delivered(Delivery delivery) {
		this.delivery = delivery;
	}

	ReceivedItem received() {
		return this.delivery.item();
	}

	/** What keeps this one in order. */
	Object sequence() {
		Object sequence = this.delivery.sequence();
		return (sequence != null) ? sequence : this;
	}

	@Override
	public @Nullable Object item() {
		return this.item;
	}

	void handling(@Nullable Object item) {
		this.item = item;
	}

}
