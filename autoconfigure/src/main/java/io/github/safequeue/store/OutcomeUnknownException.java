/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * The connection to the store broke while a transaction was being committed: its items
 * are handled and removed, or come again.
 */
public class OutcomeUnknownException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param queue the queue's name
	 * @param cause the failure of the commit
	 */
	public OutcomeUnknownException(String queue, Throwable cause) {
		super("Queue '%s': the outcome of a commit is unknown: %s".formatted(queue, cause.getClass().getName()), cause);
	}

}
