/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkContext;

/**
 * A call for an item of a store.
 *
 * @param queue the queue's name
 * @param attempt which attempt it is, from 1
 * @param id the identity of the first item
 * @param deliveryCount which delivery of that item it is
 */
record StoredWorkContext(String queue, int attempt, @Nullable String id, int deliveryCount) implements WorkContext {
}
