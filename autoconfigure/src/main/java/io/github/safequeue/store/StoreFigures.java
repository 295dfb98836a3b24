/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;

/**
 * What a store has of one queue.
 *
 * @param waiting how many items wait, counted up to a limit
 * @param waitingIsLowerBound whether there are more than that
 * @param oldestWaiting how long the oldest item has waited, zero where none waits
 * @param dead how many dead letters there are
 */
public record StoreFigures(long waiting, boolean waitingIsLowerBound, Duration oldestWaiting, long dead) {
}
