/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Writes again until the store takes the items, from 0.1 s to 5 s apart. An item that the
 * store refuses for its own sake is not written again.
 */
final class OutgoingRetry implements RetryPolicy {

	@Override
	public boolean shouldRetry(Throwable failure) {
		return !(failure instanceof RefusedItemException);
	}

	@Override
	public BackOff getBackOff() {
		ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
		backOff.setMaxInterval(5000);
		return backOff;
	}

}
