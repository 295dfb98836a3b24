/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.List;

/**
 * Items that a queue accepted and that were not handled, or of which it cannot know
 * whether they were. The text form holds their number only.
 *
 * @param queue the queue's name
 * @param items the items, oldest first
 * @param reason why they were not handled
 */
public record UndeliveredWork(String queue, List<?> items, Reason reason) {

	/**
	 * Create the record.
	 * @param queue the queue's name
	 * @param items the items, oldest first
	 * @param reason why they were not handled
	 */
	public UndeliveredWork {
		items = List.copyOf(items);
	}

	@Override
	public String toString() {
		return "UndeliveredWork[queue=%s, items=%d, reason=%s]".formatted(this.queue, this.items.size(), this.reason);
	}

	/**
	 * Why items were not handled.
	 */
	public enum Reason {

		/**
		 * The drain timeout ended while they waited: for their turn, or for their next
		 * attempt.
		 */
		DRAIN_TIMEOUT("never handled it",
				"the drain timeout was over before its turn or its next attempt came; allow more time or more concurrency"),

		/**
		 * The queue closed without a handler or a worker that could take them.
		 */
		CLOSED("never handled it", "it closed without a handler or a worker that could take the item"),

		/**
		 * The worker that had them in flight died.
		 */
		WORKER_LOST("did not finish it", "the worker that had the item in flight died"),

		/**
		 * Their handler had not returned when closing stopped waiting for it: they may
		 * have been handled, or may still be. A notice and not an outcome: the queue goes
		 * on counting them as in flight. Should the handler return, they are handled,
		 * dead-lettered or, with attempts left, reported again with
		 * {@link #DRAIN_TIMEOUT}.
		 */
		IN_FLIGHT("may have handled it", "its handler had not returned when closing stopped waiting for it"),

		/**
		 * The store of the queue did not take them until the drain timeout ended.
		 */
		NOT_STORED("did not store it", "its store did not take the item before the drain timeout was over");

		/** What the queue did with the item after it accepted it. */
		final String outcome;

		final String explanation;

		Reason(String outcome, String explanation) {
			this.outcome = outcome;
			this.explanation = explanation;
		}

	}

}
