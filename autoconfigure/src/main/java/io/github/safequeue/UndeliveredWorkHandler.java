/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Receives the items that a queue accepted and could not hand to its handler. Declared as
 * a bean it replaces the default, which logs one line at WARN with their number and
 * types.
 *
 * <p>
 * Called on a thread of its own for each report, for several at a time. What it throws is
 * logged. A queue that closes waits for it, so that it may use other beans, but not
 * longer than closing may take: about a second after the drain timeout it is interrupted
 * and left alone.
 *
 * <p>
 * An item is reported once, with one exception: what is reported as
 * {@link UndeliveredWork.Reason#IN_FLIGHT} may have been handled, and may be handled,
 * dead-lettered or reported again if its handler returns after all.
 */
@FunctionalInterface
public interface UndeliveredWorkHandler {

	/**
	 * Take undelivered items.
	 * @param work the items and why they were not handled
	 */
	void onUndelivered(UndeliveredWork work);

}
