/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * What a store has to know of a queue.
 *
 * @param name the queue's name
 * @param keyed whether items have keys
 * @param handled whether this application handles items, and does not only submit them
 * @param concurrency how many handlers run at a time
 * @param batchSize how many items a handler takes at most
 */
public record StoredQueueSettings(String name, boolean keyed, boolean handled, int concurrency, int batchSize) {
}
