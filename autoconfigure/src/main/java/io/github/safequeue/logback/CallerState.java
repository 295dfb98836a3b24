/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

/**
 * What is kept for a thread that logs. Used by that thread only.
 */
final class CallerState {

	/** How many events may be dropped in a row without a look at the queue. */
	private static final int UNSEEN = 64;

	/** Distinguishes threads; several may have the same. */
	final int number;

	/** How many events the thread logs, one while it prepares another. */
	int depth;

	private int refused;

	CallerState(int number) {
		this.number = number;
	}

	/**
	 * Return whether a shut latch must be looked behind all the same. The writer opens
	 * it; a writer's thread that died may have been about to.
	 * @return whether to look
	 */
	boolean isDoubtful() {
		return ++this.refused % UNSEEN == 0;
	}

}
