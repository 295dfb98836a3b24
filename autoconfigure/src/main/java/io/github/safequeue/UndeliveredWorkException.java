/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import io.github.safequeue.UndeliveredWork.Reason;

/**
 * Set on the future of an item that a queue accepted and that was then not handled, or
 * may or may not have been. The future of an item that was never accepted fails with a
 * {@link RejectedWorkException}.
 */
public class UndeliveredWorkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The name of the queue. */
	private final String queue;

	/** Why the item was not handled. */
	private final Reason reason;

	/**
	 * Create an exception.
	 * @param queue the queue's name
	 * @param reason why the item was not handled
	 */
	public UndeliveredWorkException(String queue, Reason reason) {
		this(queue, reason, reason.explanation);
	}

	/**
	 * Create an exception with an explanation of its own.
	 * @param queue the queue's name
	 * @param reason why the item was not handled
	 * @param explanation what happened and what to do about it
	 */
	public UndeliveredWorkException(String queue, Reason reason, String explanation) {
		super("Queue '%s' accepted the item and %s (%s): %s".formatted(queue, reason.outcome, reason, explanation));
		this.queue = queue;
		this.reason = reason;
	}

	/**
	 * Return the queue that accepted the item.
	 * @return the queue's name
	 */
	public String queue() {
		return this.queue;
	}

	/**
	 * Return why the item was not handled.
	 * @return the reason, the same as in the report to the {@link UndeliveredWorkHandler}
	 */
	public Reason reason() {
		return this.reason;
	}

}
