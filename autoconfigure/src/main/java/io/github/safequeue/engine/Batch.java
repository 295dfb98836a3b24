/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

/**
 * Elements that a batch handler is given: all at once or, after a call that failed part
 * way, by several calls in order. What the calls before were given is settled. The next
 * call is given the first element alone or all that are left. Distinguishes a batch from
 * an item that is a list itself.
 *
 * <p>
 * Changed by the worker that has it in flight; any thread may read what is not settled.
 */
final class Batch {

	private final List<Object> elements;

	/** How many elements are settled. Volatile, for threads that look at the worker. */
	private volatile int from;

	/** Whether the next call is given one element. */
	private boolean alone;

	Batch(List<Object> elements) {
		this.elements = elements;
	}

	/** Return all elements: items or envelopes, in order. */
	List<Object> elements() {
		return this.elements;
	}

	/** Return the elements that are not settled. */
	List<Object> unsettled() {
		return this.elements.subList(this.from, this.elements.size());
	}

	/** Return the position of the first element that the next call is given. */
	int from() {
		return this.from;
	}

	/** Return the position behind the last element that the next call is given. */
	int to() {
		return (this.alone) ? this.from + 1 : this.elements.size();
	}

	/**
	 * Settle what is before a position, and let the next call be given the element there
	 * alone.
	 */
	void failAt(int position) {
		this.alone = true;
		this.from = position;
	}

	/**
	 * Settle what the last call was given, and return whether anything is left.
	 */
	boolean settle() {
		int to = to();
		this.alone = false;
		this.from = to;
		return to < this.elements.size();
	}

	@Override
	public String toString() {
		return "Batch";
	}

}
