/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.safequeue.store.AfterCommit;

/**
 * Announces within this process that a queue has new items.
 */
final class Arrivals {

	private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

	void onArrival(String queue, Runnable action) {
		this.actions.put(queue, action);
	}

	void forget(String queue) {
		this.actions.remove(queue);
	}

	/** Announce items that are committed. */
	void announce(String queue) {
		Runnable action = this.actions.get(queue);
		if (action != null) {
			action.run();
		}
	}

	/** Announce items of the current transaction after it is committed. */
	void announceAfterCommit(String queue) {
		AfterCommit.run(() -> announce(queue));
	}

}
