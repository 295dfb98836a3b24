/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by the handler of a part that says itself when it is called again for the same
 * items, whatever the queue's own retries are. Also as the cause of a
 * {@link io.github.safequeue.BatchFailedException}, for the item at the index.
 */
public final class CallAgainException extends Exception {

	private static final long serialVersionUID = 1L;

	/** When to call again. */
	private final long delayMillis;

	/**
	 * Create an exception.
	 * @param delay how long to wait for the call
	 * @param cause why, or {@code null}
	 */
	public CallAgainException(Duration delay, @Nullable Throwable cause) {
		super(null, cause, false, false);
		this.delayMillis = delay.toMillis();
	}

	long delayMillis() {
		return this.delayMillis;
	}

	/** Return what made a call fail. */
	static Throwable reason(Throwable failure) {
		return (failure instanceof CallAgainException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
