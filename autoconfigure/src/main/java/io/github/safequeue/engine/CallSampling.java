/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

/**
 * Decides which handler calls of one place in flight are timed: every call, or a sample
 * of them while calls are so short that two readings of the clock and a timer would take
 * longer than they do. Used by the one thread that occupies the place.
 *
 * <p>
 * After a timed call that took less than {@link #SHORT_NANOS} the next call is not timed,
 * after another one the next three are not, and so on up to {@link #MOST_UNTIMED}. A
 * timed call that took longer, and a worker that had nothing to do, begin anew.
 */
final class CallSampling {

	/** Calls that take less are sampled. */
	static final long SHORT_NANOS = 2_000;

	static final int MOST_UNTIMED = 127;

	/** How many calls to leave out after the next timed one, should it be short. */
	private int gap = 1;

	/** How many calls are still left out. */
	private int untimed;

	/** Return whether to time the call that begins. */
	boolean isNextTimed() {
		if (this.untimed == 0) {
			return true;
		}
		this.untimed--;
		return false;
	}

	/**
	 * Return whether calls have been short for so long that as few as may be are timed.
	 */
	boolean isSparsest() {
		return this.gap == MOST_UNTIMED;
	}

	/** A timed call took so long. */
	void ended(long nanos) {
		if (nanos >= SHORT_NANOS) {
			reset();
		}
		else {
			this.untimed = this.gap;
			this.gap = Math.min(2 * this.gap + 1, MOST_UNTIMED);
		}
	}

	/** Return whether calls are so short that only some are timed. */
	boolean isSparse() {
		return this.gap > 1;
	}

	/** Time every call again. */
	void reset() {
		this.gap = 1;
		this.untimed = 0;
	}

}
