/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.safequeue.SafeQueue;

/**
 * What happened to the items and beans of a context while it was destroyed.
 */
final class DestructionJournal {

	/** How many items a bean submits in its destruction. */
	static final int ITEMS = 20;

	/** An item. */
	record Order(int number) {
	}

	final List<Object> handled = new CopyOnWriteArrayList<>();

	final List<String> events = new CopyOnWriteArrayList<>();

	final AtomicInteger onDestroyed = new AtomicInteger();

	final AtomicInteger refused = new AtomicInteger();

	void submit(SafeQueue<Order> queue) {
		for (int i = 0; i < ITEMS; i++) {
			if (!queue.offer(new Order(i))) {
				this.refused.incrementAndGet();
			}
		}
	}

}
