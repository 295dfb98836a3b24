/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

/**
 * The answer to an accepted order.
 *
 * @param id the order's id
 * @param confirmed whether a store has it, so that it survives the process
 */
record OrderReceipt(String id, boolean confirmed) {
}
