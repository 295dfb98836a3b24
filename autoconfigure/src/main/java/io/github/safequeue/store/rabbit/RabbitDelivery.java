/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.Delivery;
import io.github.safequeue.store.ReceivedItem;

/**
 * An item that RabbitMQ has delivered. It has it back as soon as the channel is closed.
 * Any thread.
 *
 * @param channel the channel
 * @param item the item
 */
record RabbitDelivery(DeliveryChannel channel, ReceivedItem item) implements Delivery {

	@Override
	public int count() {
		return 1 + this.item.lost();
	}

	@Override
	public @Nullable Object sequence() {
		return this.item.key();
	}

	@Override
	public boolean begin() {
		return this.channel.isOpen();
	}

	@Override
	public void end() {
		// The broker counts what is acknowledged.
	}

	@Override
	public void acknowledge() {
		this.channel.acknowledge(tag());
	}

	@Override
	public boolean isReturnable() {
		return !this.channel.isOrdered();
	}

	@Override
	public void release() {
		this.channel.release(tag());
	}

	private long tag() {
		return (Long) this.item.position();
	}

}
