/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.Map;

/**
 * Writes by {@code enqueue}, one transaction for each item.
 */
final class EnqueueContender extends QueueContender {

	EnqueueContender(Server server, Object listener) {
		super(server, "enqueue", listener, 1, Map.of());
	}

	@Override
	public void write(int items) {
		for (int i = 0; i < items; i++) {
			queue().enqueue(Order.create(i, 1));
		}
	}

}
