package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.autoconfigure.SafeQueueProperties.Retry;
import io.github.safequeue.autoconfigure.SafeQueueProperties.RetryDefaults;

/**
 * Makes retry policies of properties.
 */
final class RetryPolicies {

	/** What a queue is given that is not to retry although its builder has a policy. */
	static final RetryPolicy NEVER = (failure) -> false;

	private RetryPolicies() {
	}

	/**
	 * Lay a queue's properties over the defaults.
	 * @param defaults the defaults
	 * @param queue what is said of the queue, or {@code null}
	 * @return what holds for the queue
	 */
	static RetryDefaults merge(RetryDefaults defaults, @Nullable Retry queue) {
		if (queue == null) {
			return defaults;
		}
		return new RetryDefaults((queue.maxRetries() != null) ? queue.maxRetries() : defaults.maxRetries(),
				(queue.delay() != null) ? queue.delay() : defaults.delay(),
				(queue.multiplier() != null) ? queue.multiplier() : defaults.multiplier(),
				(queue.maxDelay() != null) ? queue.maxDelay() : defaults.maxDelay(),
				(queue.jitter() != null) ? queue.jitter() : defaults.jitter());
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
