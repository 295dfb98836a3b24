/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.AfterCommit;

/**
 * Announces that a queue has new items: within this process, and to others where they are
 * notified. Any thread.
 */
final class Arrivals {

	private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

	private volatile @Nullable ArrivalNotifier notifier;

	/** Notify other processes from now on, or no longer. */
	void notifyOthers(@Nullable ArrivalNotifier notifier) {
		this.notifier = notifier;
	}

	void onArrival(String queue, Runnable action) {
		this.actions.put(queue, action);
	}

	void forget(String queue) {
		this.actions.remove(queue);
	}

	/** Announce items that are committed. */
	void announce(String queue) {
		arrived(queue);
		ArrivalNotifier notifier = this.notifier;
		if (notifier != null) {
			notifier.announce(queue);
		}
	}

	/** Another process may have written items of any queue. */
	void arrivedEverywhere() {
		this.actions.values().forEach(Runnable::run);
	}

	/** Announce committed items within this process. */
	void arrived(String queue) {
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
