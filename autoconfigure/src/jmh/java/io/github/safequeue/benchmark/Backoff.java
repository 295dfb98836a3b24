/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * What a producer does while a queue is full.
 */
public final class Backoff {

	private static final int SPINS = 100;

	private Backoff() {
	}

	/**
	 * Wait a moment.
	 * @param tries how often this was done before, for the same item
	 * @return how often it was done now
	 */
	@SuppressWarnings("ThreadPriorityCheck") // the worker may need the processor
	public static int pause(int tries) {
		if (tries < SPINS) {
			Thread.onSpinWait();
		}
		else {
			Thread.yield();
		}
		return tries + 1;
	}

}
