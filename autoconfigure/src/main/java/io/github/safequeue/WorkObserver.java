/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.Map;

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
	 * A handler call begins for an item of a store.
	 * @param context the call, valid until this method returns
	 * @param items how many items the handler is given
	 * @param headers what {@link #headers} returned, perhaps in another process; empty
	 * for batches, which have items of many submitters
	 * @return is notified of the end, on the same thread
	 */
	default Call begin(WorkContext context, int items, Map<String, String> headers) {
		return begin(context, items);
	}

	/**
	 * Take from the submitting thread what {@link #headers} needs. Called for queues with
	 * a store, also inside {@link SafeQueue#offer}: it must not block.
	 * @return what was taken, or {@code null} if there is nothing
	 */
	default @Nullable Object capture() {
		return null;
	}

	/**
	 * Return what is to travel over the store beside an item. Called by any thread.
	 * @param queue the queue's name
	 * @param captured what {@link #capture()} returned on the submitting thread
	 * @return names and values, without the item's content
	 */
	default Map<String, String> headers(String queue, Object captured) {
		return Map.of();
	}

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
