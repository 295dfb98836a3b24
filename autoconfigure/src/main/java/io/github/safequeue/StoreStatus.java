/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a queue's store.
 *
 * @param type the kind of store, such as {@code jdbc}
 * @param available whether the last access succeeded
 * @param since since when that is so
 * @param waiting how many items wait in the store, counted up to a limit; 0 where the
 * store does not report it or cannot be reached
 * @param waitingIsLowerBound whether there may be more than that
 * @param oldestWaiting how long the oldest item has waited, zero where that is not known
 * @param dead how many dead letters the store keeps, 0 where that is not known
 */
public record StoreStatus(String type, boolean available, Instant since, long waiting, boolean waitingIsLowerBound,
		Duration oldestWaiting, long dead) {
}
