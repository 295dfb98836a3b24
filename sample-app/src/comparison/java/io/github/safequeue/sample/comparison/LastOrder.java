/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

/**
 * An order that is submitted while the application closes.
 *
 * @param number its number, from 1
 */
record LastOrder(int number) {
}
