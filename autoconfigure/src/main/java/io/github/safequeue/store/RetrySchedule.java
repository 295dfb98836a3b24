/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

import io.github.safequeue.SafeQueue;

/**
 * Says when an item is tried again whose failed attempts are counted by a store. Any
 * thread.
 */
final class RetrySchedule {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	/** After so many attempts the wait stays as it is. */
	private static final int MOST_STEPS = 1000;

	private final String queue;

	private final @Nullable RetryPolicy policy;

	RetrySchedule(String queue, @Nullable RetryPolicy policy) {
		this.queue = queue;
		this.policy = policy;
	}

	/**
	 * Return how long to wait for the next attempt.
	 * @param failure why the last one failed
	 * @param failures how many have failed, that one included
	 * @return the time, or {@code null} if there is no further attempt
	 */
	@Nullable Duration delay(Throwable failure, int failures) {
		RetryPolicy policy = this.policy;
		if (policy == null) {
			return null;
		}
		try {
			if (!policy.shouldRetry(failure)) {
				return null;
			}
			BackOffExecution backOff = policy.getBackOff().start();
			long delay = 0;
			for (int i = 0; i < Math.min(failures, MOST_STEPS); i++) {
				delay = backOff.nextBackOff();
				if (delay == BackOffExecution.STOP) {
					return null;
				}
			}
			return Duration.ofMillis(Math.max(0, delay));
		}
		catch (RuntimeException ex) {
			logger.error(
					"Queue '%s': its retry policy failed, so that an item is not tried again".formatted(this.queue),
					ex);
			return null;
		}
	}

}
