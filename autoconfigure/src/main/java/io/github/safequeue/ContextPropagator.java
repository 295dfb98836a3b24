/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Carries the context of the submitting thread, such as its trace and its logging
 * context, to the thread that calls the handler. Used by queues for which
 * {@link SafeQueueBuilder#propagateContext} is on.
 *
 * <p>
 * {@link #capture()} runs inside {@link SafeQueue#offer} and {@link SafeQueue#submit}, on
 * any thread. {@link #open} is called by the queue's workers, several at a time, before
 * each call of the handler and of what takes dead letters. What either of them throws is
 * logged once per queue by a worker; the item goes on without context.
 */
public interface ContextPropagator {

	/**
	 * Take what is to be carried from the current thread.
	 * @return what was taken, or {@code null} if there is nothing to carry
	 */
	@Nullable Object capture();

	/**
	 * Give the current thread what was taken, and nothing else: what the thread has of
	 * this kind already is hidden meanwhile.
	 * @param captured what {@link #capture()} returned
	 * @return undoes it, on the same thread
	 */
	Scope open(@Nullable Object captured);

	/**
	 * The time in which a thread has another one's context.
	 */
	@FunctionalInterface
	interface Scope {

		/**
		 * Give the thread back what it had before.
		 */
		void close();

	}

}
