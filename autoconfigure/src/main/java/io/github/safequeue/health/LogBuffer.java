/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.util.Map;

import io.github.safequeue.SafeQueue;

/**
 * A log appender on a queue.
 *
 * @param queue its queue
 * @param dropped how many events it dropped, by level
 */
public record LogBuffer(SafeQueue<?> queue, Map<String, Long> dropped) {
}
