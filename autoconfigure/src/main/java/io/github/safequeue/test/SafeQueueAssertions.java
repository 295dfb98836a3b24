/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * The way to AssertJ assertions on queues.
 */
public final class SafeQueueAssertions {

	private SafeQueueAssertions() {
	}

	/**
	 * Begin to assert something of a queue as it is now.
	 * @param queue the queue
	 * @return assertions on its figures, which are read once
	 */
	public static SafeQueueSnapshotAssert assertThat(SafeQueue<?> queue) {
		return assertThat(queue.snapshot());
	}

	/**
	 * Begin to assert something of a queue's figures.
	 * @param snapshot the figures
	 * @return assertions
	 */
	public static SafeQueueSnapshotAssert assertThat(SafeQueueSnapshot snapshot) {
		return new SafeQueueSnapshotAssert(snapshot);
	}

}
