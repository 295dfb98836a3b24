/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

/**
 * An item with a type argument.
 *
 * @param <T> the type of the payload
 * @param payload the payload
 */
record WrappedItem<T>(T payload) {
}
