/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

/**
 * What handles the items of queues in a test.
 */
public enum QueueMode {

	/** The test, one by one and on its own thread, by {@link SafeQueueTester}. */
	MANUAL,

	/** The queues' workers, as in the application itself. */
	WORKERS

}
