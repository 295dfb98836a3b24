/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.LostDeliveriesException;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * How many deliveries of an item may end without an outcome. After that the item is not
 * handed out: it may be what ends the process.
 *
 * @param queue the queue's name
 * @param maxDeliveries how many deliveries there are at most
 */
record LossLimit(String queue, int maxDeliveries) {

	boolean concerns(List<ReceivedItem> items) {
		return items.stream().anyMatch(this::isReached);
	}

	private boolean isReached(ReceivedItem item) {
		return item.lost() >= this.maxDeliveries;
	}

	/** Return what becomes of items of which some have reached the limit. */
	List<Settlement> answers(List<ReceivedItem> items, DeliveryHandler handler) {
		List<Settlement> answers = new ArrayList<>();
		for (ReceivedItem item : items) {
			if (isReached(item)) {
				answers.addAll(handler.failed(List.of(item), new LostDeliveriesException(this.queue, item.lost())));
			}
			else {
				answers.add(new Settlement.Release(item));
			}
		}
		return answers;
	}

}
