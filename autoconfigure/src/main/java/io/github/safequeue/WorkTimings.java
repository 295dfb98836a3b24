/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Receives times from a queue's workers. Implementations must be quick and must not
 * throw. Called by the queue's workers, several at a time.
 */
public interface WorkTimings {

	/**
	 * A handler call ended. A worker whose last calls took less than two microseconds
	 * leaves out some of them; otherwise called for each attempt.
	 * @param queue the queue's name
	 * @param nanos how long it took, in nanoseconds
	 */
	void handling(String queue, long nanos);

	/**
	 * The first handler call for an item begins. Called for a sample of the items only.
	 * @param queue the queue's name
	 * @param nanos how long it had waited, in nanoseconds
	 */
	void waiting(String queue, long nanos);

}
