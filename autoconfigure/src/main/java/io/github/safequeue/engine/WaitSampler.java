/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Measures how long a sample of the items waits, without cost for submitters: notes at a
 * moment which item is the newest, and sees when it is taken. Used by the worker that
 * takes, or under the lock of a {@link KeyedSource}.
 */
final class WaitSampler {

	/** How many items are left out where calls are short. */
	private static final int LEFT_OUT = 255;

	private static final long NONE = -1;

	private final QueueBuffer buffer;

	/** Whether each item that is taken passes here. */
	private final boolean complete;

	/** How many items were accepted before the noted one. */
	private long mark = NONE;

	private long markedAt;

	private int leftOut;

	WaitSampler(QueueBuffer buffer, boolean complete) {
		this.buffer = buffer;
		this.complete = complete;
	}

	/** An item was taken. Return whether to call {@link #since} for it. */
	boolean isNext() {
		if (this.leftOut == 0) {
			return true;
		}
		this.leftOut--;
		return false;
	}

	/**
	 * Look at an item that was taken.
	 * @param taken how many were taken up to now
	 * @param sparse whether a few of the items are enough
	 * @return since when it has waited, as {@link System#nanoTime()}, or 0 if that was
	 * not measured
	 */
	long since(long taken, boolean sparse) {
		if (this.mark != NONE) {
			if (taken <= this.mark) {
				return 0;
			}
			this.mark = NONE;
			this.leftOut = (sparse) ? LEFT_OUT : 0;
			return this.markedAt;
		}
		long accepted = this.buffer.accepted();
		if (accepted > taken) {
			this.mark = accepted - 1;
			this.leftOut = (this.complete) ? (int) (this.mark - taken) : 0;
			// Odd: 0 stands for what was not measured.
			this.markedAt = System.nanoTime() | 1;
		}
		else if (sparse) {
			this.leftOut = LEFT_OUT;
		}
		return 0;
	}

	/**
	 * The worker is about to sleep. If others take as well, one of them may take the
	 * noted item before this one looks again.
	 */
	void rest() {
		if (!this.complete || this.mark == NONE) {
			this.mark = NONE;
			this.leftOut = 0;
		}
	}

}
