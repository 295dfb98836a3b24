/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * A queue's figures at one moment. Always
 * {@code accepted = handled + failed + undelivered + size + inFlight}.
 *
 * @param name the queue's name
 * @param state the queue's state
 * @param size the items that wait
 * @param capacity how many items may wait
 * @param concurrency how many handler calls may run at a time
 * @param inFlight the items in flight, those that wait for their next attempt included
 * @param accepted the items accepted since the queue was built
 * @param handled the items whose handler returned
 * @param failed the items that were dead-lettered
 * @param undelivered the items that were reported undelivered
 * @param retried the attempts after the first ones
 * @param rejectedFull the refusals because the queue was full
 * @param rejectedClosed the refusals because the queue was closed
 */
public record SafeQueueSnapshot(String name, SafeQueueState state, int size, int capacity, int concurrency,
		int inFlight, long accepted, long handled, long failed, long undelivered, long retried, long rejectedFull,
		long rejectedClosed) {
}
