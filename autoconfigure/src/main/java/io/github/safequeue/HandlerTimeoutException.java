/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a handler call that took longer than the queue's handler timeout. The
 * call was interrupted then, and is a failed attempt however it ended. So a retry may
 * repeat work that the call did. The cause is what the handler threw, if it threw.
 */
public class HandlerTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param queue the queue's name
	 * @param timeout how long the call was allowed to take
	 * @param cause what the handler threw, or {@code null} if it returned
	 */
	public HandlerTimeoutException(String queue, Duration timeout, @Nullable Throwable cause) {
		super("Queue '%s': the handler call took longer than its handler-timeout, %s, and was interrupted"
			.formatted(queue, timeout), cause);
	}

}
