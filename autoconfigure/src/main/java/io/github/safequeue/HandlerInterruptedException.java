/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * The cause of a dead letter whose last handler call was interrupted because its queue
 * closed and the drain timeout was over. The call might have succeeded with more time.
 * {@link #getCause()} returns what the handler threw.
 */
public class HandlerInterruptedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param queue the queue's name
	 * @param cause what the handler threw
	 */
	public HandlerInterruptedException(String queue, Throwable cause) {
		super("Queue '%s': closing interrupted the handler call, since the drain timeout was over, and no attempt was left"
			.formatted(queue), cause);
	}

}
