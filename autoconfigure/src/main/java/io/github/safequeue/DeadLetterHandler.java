/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Receives items whose handler failed for the last time, one by one, also those of a
 * batch. Declared as a bean it replaces the default, which logs one line at ERROR for
 * each call that failed. What waits for its next attempt when the drain timeout is over
 * goes to the {@link UndeliveredWorkHandler} instead.
 *
 * <p>
 * Called by the worker that had the item, and interrupted like a handler if it runs when
 * the drain timeout is over. What it throws is logged.
 */
@FunctionalInterface
public interface DeadLetterHandler {

	/**
	 * Take a dead letter.
	 * @param letter the dead letter
	 */
	void onDeadLetter(DeadLetter<?> letter);

}
