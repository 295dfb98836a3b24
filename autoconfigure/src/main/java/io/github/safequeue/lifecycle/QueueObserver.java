/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import io.github.safequeue.engine.ManagedQueue;

/**
 * Notified of the queues that come to a context and leave it, on the thread that builds
 * or closes the queue.
 */
public interface QueueObserver {

	/**
	 * A queue was built, and is not started yet.
	 * @param queue the queue
	 */
	void added(ManagedQueue<?> queue);

	/**
	 * A queue is closed and its name is free.
	 * @param queue the queue
	 */
	default void removed(ManagedQueue<?> queue) {
	}

	/**
	 * The context is at its end, and the queue with it.
	 * @param queue the queue, closed
	 */
	default void ended(ManagedQueue<?> queue) {
	}

}
