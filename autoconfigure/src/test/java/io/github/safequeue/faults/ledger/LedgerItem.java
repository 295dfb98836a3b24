/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.ledger;

/**
 * An item of which one can tell where it belongs.
 *
 * @param key the key, which one thread of one process uses
 * @param number counts the items of the key
 */
public record LedgerItem(String key, long number) {
}
