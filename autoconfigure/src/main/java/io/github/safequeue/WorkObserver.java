/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Observes a queue's handler calls, one for each attempt. Called by the queue's workers,
 * several at a time, on the thread that calls the handler. What it throws is logged once
 * per queue and does not reach the handler or the item.
 */
@FunctionalInterface
public interface WorkObserver {

	/** A call that nobody observes. */
	Call UNOBSERVED = (failure) -> {
	};

	/**
	 * A handler call begins.
	 * @param context the call, valid until this method returns
	 * @param items how many items the handler is given
	 * @return is notified of the end, on the same thread
	 */
	Call begin(WorkContext context, int items);

	/**
	 * Return whether to observe the call that is about to begin although only a few of
	 * such calls are timed: a worker has handled one item after the other, each in less
	 * than two microseconds. Retries are always observed.
	 * @return {@code true} unless overridden
	 */
	default boolean observesShortCalls() {
		return true;
	}

	/**
	 * A handler call that began.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * The handler returned.
		 * @param failure what it threw, or {@code null}
		 */
		void end(@Nullable Throwable failure);

	}

}
