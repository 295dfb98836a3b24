package io.github.safequeue.autoconfigure.registration;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.RetryDefaults;

/**
 * Makes retry policies of properties.
 */
final class RetryPolicies {

	/** What a queue is given that is not to retry although its builder has a policy. */
	static final RetryPolicy NEVER = (failure) -> false;

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
			.maxRetries(retry.maxRetries())
			.delay(retry.delay())
			.multiplier(retry.multiplier())
			.maxDelay(retry.maxDelay())
			.jitter(retry.jitter())
			.build();
	}

}
