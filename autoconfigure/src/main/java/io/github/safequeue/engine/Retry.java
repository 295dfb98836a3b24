/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

/**
 * How far the attempts for one item or batch have come. Used by one thread at a time.
 */
final class Retry {

	/** When the first attempt failed, as a value of {@link System#nanoTime()}. */
	long start = System.nanoTime();

	/** How many attempts there were. */
	int attempts = 1;

	/** What the last attempt threw. */
	Throwable failure;

	@Nullable BackOffExecution backOff;

	Retry(Throwable failure) {
		this.failure = failure;
	}

	/** Retries without end come to the largest number. */
	void countAttempt() {
		if (this.attempts < Integer.MAX_VALUE) {
			this.attempts++;
		}
	}

}
