/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * How a worker waits for the next item.
 */
public enum WaitStrategy {

	/**
	 * Park almost at once. Costs no CPU while idle; the first item after a rest pays for
	 * waking the worker.
	 */
	PARK,

	/**
	 * Spin for some tens of microseconds, then park.
	 */
	SPIN_THEN_PARK,

	/**
	 * Never park while the queue runs. Burns one core per worker for the shortest wait.
	 */
	BUSY_SPIN

}
