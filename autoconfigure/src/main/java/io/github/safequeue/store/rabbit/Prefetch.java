/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

/**
 * How many items the broker delivers before one is acknowledged. An item that waits here
 * waits for no other instance, and is handled before this one closes.
 *
 * @param first how many at first
 * @param fast how many once so many came within a second
 */
record Prefetch(int first, int fast) {
}
