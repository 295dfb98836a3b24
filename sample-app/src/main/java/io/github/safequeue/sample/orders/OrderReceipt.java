/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

/**
 * The answer to an accepted order.
 *
 * @param id the order's id
 */
record OrderReceipt(String id) {
}
