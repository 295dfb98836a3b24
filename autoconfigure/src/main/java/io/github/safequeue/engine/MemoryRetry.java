/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * What threads of the library do while the heap is full, rather than leave out what was
 * promised: they wait, and repeat the step. Each repeats it in a loop of its own, since
 * linking a lambda needs memory as well. Never used by submitters, nor by threads that
 * close.
 */
final class MemoryRetry {

	private static final long NAP_NANOS = 10_000_000;

	private MemoryRetry() {
	}

	static void ensure() {
		// Initializes the class.
	}

	/** Wait a moment. An interrupt does not cut it short, or a core would burn. */
	static void nap() {
		Thread.interrupted();
		LockSupport.parkNanos(MemoryRetry.class, NAP_NANOS);
	}

}
