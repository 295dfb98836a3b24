/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.StoredQueueDiagnostics;

/**
 * What a queue with a store has besides the calls of its handler.
 *
 * @param outgoing the figures of the side that writes to the store
 * @param store what is known of the store
 * @param deadLetters the latest dead letters, or {@code null} if they cannot be listed
 */
record StoreView(SafeQueueSnapshot outgoing, StoreStatus store, @Nullable List<StoredDeadLetter> deadLetters) {

	private static final int MAX_DEAD_LETTERS = 100;

	/**
	 * Ask a queue's store. Blocks until it answers or fails, and throws nothing if it
	 * fails.
	 * @param queue the queue
	 * @return what there is, or {@code null} if the queue has no store
	 */
	static @Nullable StoreView of(SafeQueue<?> queue) {
		return (queue instanceof StoredQueueDiagnostics stored) ? read(stored) : null;
	}

	private static StoreView read(StoredQueueDiagnostics queue) {
		StoreStatus status;
		try {
			status = queue.store();
		}
		catch (RuntimeException ex) {
			status = unavailable(queue.availability());
		}
		List<StoredDeadLetter> letters = null;
		if (status.available()) {
			try {
				letters = queue.deadLetters(MAX_DEAD_LETTERS);
			}
			catch (UnsupportedOperationException ex) {
				// A store that cannot list them.
			}
			catch (RuntimeException ex) {
				status = unavailable(status);
			}
		}
		return new StoreView(queue.outgoing(), status, letters);
	}

	/** The last access failed, whatever the queue knows of it by now. */
	private static StoreStatus unavailable(StoreStatus status) {
		return status.available() ? new StoreStatus(status.type(), false, Instant.now(), status.waiting(),
				status.waitingIsLowerBound(), status.oldestWaiting(), status.dead()) : status;
	}

	/**
	 * Return the figures that stand for a queue.
	 * @param queue the queue
	 * @return those of the side that calls the handler, where there are two sides and
	 * this process has a handler
	 */
	static SafeQueueSnapshot snapshot(SafeQueue<?> queue) {
		SafeQueueSnapshot incoming = (queue instanceof StoredQueueDiagnostics stored) ? stored.incoming() : null;
		return (incoming != null) ? incoming : queue.snapshot();
	}

}
