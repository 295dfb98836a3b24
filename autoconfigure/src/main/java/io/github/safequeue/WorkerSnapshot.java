/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one worker does at a moment.
 *
 * @param thread the thread's name
 * @param threadId the thread's identifier, 0 if there is no thread
 * @param threadState the thread's state
 * @param handling type and identity of the item in flight, or {@code null} if idle
 * @param handlingFor how long the item has been in flight, observed every 100 ms
 * @param waiting of a queue with a key, how many items wait for the keys that this worker
 * has in flight; {@code null} without keys, or where it could not be read at once
 * @param stack the thread's stack, innermost frame first
 */
public record WorkerSnapshot(String thread, long threadId, Thread.@Nullable State threadState,
		@Nullable String handling, @Nullable Duration handlingFor, @Nullable Integer waiting,
		List<StackTraceElement> stack) {
}
