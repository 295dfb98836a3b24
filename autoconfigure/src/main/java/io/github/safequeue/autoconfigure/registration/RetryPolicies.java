/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.RetryDefaults;

/**
 * Makes retry policies of properties.
 */
final class RetryPolicies {

	/** What a queue is given that is not to retry although its builder has a policy. */
	static final RetryPolicy NEVER = (failure) -> false;

	/** More than an item will ever see. */
	private static final long WITHOUT_END = Long.MAX_VALUE;

	private RetryPolicies() {
	}

	/**
	 * Make a policy.
	 * @param retry what it is to do
	 * @return the policy, or {@code null} if nothing is tried again
	 */
	static @Nullable RetryPolicy create(RetryDefaults retry) {
		if (retry.maxRetries() == 0) {
			return null;
		}
		return RetryPolicy.builder()
			.maxRetries((retry.maxRetries() > 0) ? retry.maxRetries() : WITHOUT_END)
			.delay(retry.delay())
			.multiplier(retry.multiplier())
			.maxDelay(retry.maxDelay())
			.jitter(retry.jitter())
			.includes((retry.includes() != null) ? retry.includes() : List.of())
			.excludes((retry.excludes() != null) ? retry.excludes() : List.of())
			.build();
	}

}
