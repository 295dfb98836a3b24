/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * A queue as the drain sees it.
 */
interface DrainTarget {

	/** What closes this queue, once anything does. */
	AtomicReference<@Nullable Closing> closing();

	QueueBuffer buffer();

	WorkerPool pool();

	UndeliveredCollector collector();

	UndeliveredReporter reporter();

	QueueNotifier notifier();

	/** Whether the queue has a handler. */
	boolean isBound();

	/** Begin to drain: handle even if paused or suspended. */
	void beginDraining();

	/** Start the workers, or wake them, once the queue drains. */
	void startToDrain();

	int size();

	/** Return whether nothing waits and nothing runs but detached calls. */
	boolean isQuiet(long accepted);

	/** Refuse from now on and start no further item. */
	void stop();

	/** Sum up in one line, once closed. */
	void finish();

	/**
	 * What closes queues.
	 */
	interface Closing {

		/**
		 * Called by a worker that has an item in flight, before it calls the handler: the
		 * handler must not offer to a queue of the group that is closed now and opened
		 * again a moment later.
		 */
		void pass();

		/** Close if nothing waits and nothing runs. */
		boolean tryClose();

		/** Wait until closed, unless on a worker of one of the queues. */
		boolean await();

	}

}
