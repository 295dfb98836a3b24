/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * The states of a {@link SafeQueue}. A queue accepts in all of them but {@link #CLOSED}.
 */
public enum SafeQueueState {

	/**
	 * Accepts; its workers have not been started yet.
	 */
	STARTING,

	/**
	 * Accepts and handles.
	 */
	RUNNING,

	/**
	 * Accepts and does not handle: paused by its user, or stopped together with its
	 * context, which may start again.
	 */
	PAUSED,

	/**
	 * Its bean is being destroyed: accepts and handles until nothing is left or the drain
	 * timeout is over.
	 */
	DRAINING,

	/**
	 * Refuses. Final.
	 */
	CLOSED

}
