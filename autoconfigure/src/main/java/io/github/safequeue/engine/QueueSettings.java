/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkTimings;

/**
 * What a queue was built with. All values are valid.
 *
 * @param name the queue's name
 * @param threads what the names of its threads begin with, after the library's own name
 * @param itemType the type of the items, or {@code null} if unknown
 * @param deadLetterQueue the name of the dead-letter queue, or {@code null}
 * @param capacity how many items may wait, 0 without limit
 * @param concurrency how many handler calls may run at a time
 * @param batchSize how many items a call takes at most, 0 where it takes single items
 * @param key reads an item's key, or {@code null} without keys
 * @param virtualThreads whether calls run on virtual threads
 * @param waitStrategy how idle workers wait
 * @param retry which failures are tried again, or {@code null}
 * @param deadLetters takes what failed
 * @param undelivered receives what was not handled
 * @param handlerTimeout how long a call may take, or {@code null} without limit
 * @param stuckThreshold when a call counts as stuck
 * @param autoStartup whether to handle from the start
 * @param timings receives times, or {@code null}
 * @param invocation what surrounds the handler calls, or {@code null}
 * @param stepwise whether items are handled step by step, with their dead letters kept
 * @param classLoader the workers' context class loader, or {@code null}
 * @param clock says when items failed
 * @param log where the queue's own lines go
 */
record QueueSettings(String name, String threads, @Nullable Class<?> itemType, @Nullable String deadLetterQueue,
		int capacity, int concurrency, int batchSize, @Nullable Function<Object, ?> key, boolean virtualThreads,
		WaitStrategy waitStrategy, @Nullable RetryPolicy retry, DeadLetterTarget deadLetters,
		UndeliveredWorkHandler undelivered, @Nullable Duration handlerTimeout, Duration stuckThreshold,
		boolean autoStartup, @Nullable WorkTimings timings, @Nullable InvocationContext invocation, boolean stepwise,
		@Nullable ClassLoader classLoader, Clock clock, EngineLog log) {
}
