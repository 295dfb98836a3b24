/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * How a builder's queue would handle its items.
 *
 * @param handler the handler, {@code null} if it is bound later or there is none
 * @param concurrency how many calls may run at a time
 * @param batchSize how many items a call takes at most, 0 where it takes single items
 * @param key reads the key of an item, {@code null} without keys
 * @param retry which failures are tried again, {@code null} if none
 * @param deadLetterQueue the name of the dead-letter queue, or {@code null}
 * @param deadLetters delivers to the application's handler of dead letters, or logs
 * @param undelivered receives what was not handled
 * @param timings receives times, or {@code null}
 * @param observer observes calls, or {@code null}
 * @param propagateContext whether the submitter's context is to be there in the handler
 */
public record HandlingSettings(@Nullable WorkHandler<?> handler, int concurrency, int batchSize,
		@Nullable Function<Object, ?> key, @Nullable RetryPolicy retry, @Nullable String deadLetterQueue,
		DeadLetterDelivery deadLetters, UndeliveredWorkHandler undelivered, @Nullable WorkTimings timings,
		@Nullable WorkObserver observer, boolean propagateContext) {

	/**
	 * Delivers what has failed for good. Any thread.
	 */
	@FunctionalInterface
	public interface DeadLetterDelivery {

		/**
		 * Deliver an item to the application's handler of dead letters; what none takes
		 * is logged.
		 * @param item the item
		 * @param cause why it failed
		 * @param attempts how many attempts there were
		 */
		void deliver(Object item, Throwable cause, int attempts);

	}

}
