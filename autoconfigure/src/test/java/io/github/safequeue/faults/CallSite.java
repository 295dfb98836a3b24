/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

/**
 * Where submissions come from.
 */
interface CallSite {

	/**
	 * Do what must be done before, as early as possible. May be called several times.
	 */
	default void prepare(CallerWorld world) throws Exception {
	}

	/**
	 * Run submissions, and return when they returned.
	 */
	void submit(CallerWorld world, SubmissionBurst burst) throws Exception;

	/** How many submissions may die without an answer. */
	default int spare() {
		return 0;
	}

}
