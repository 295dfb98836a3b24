/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Thrown, or set on a future, when a queue did not accept an item. The future of an item
 * that was accepted and then not handled fails with an {@link UndeliveredWorkException}.
 */
public class RejectedWorkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The name of the queue. */
	private final String queue;

	/** Why the item was refused. */
	private final Reason reason;

	/**
	 * Create an exception.
	 * @param queue the queue's name
	 * @param reason why the item was refused
	 */
	public RejectedWorkException(String queue, Reason reason) {
		super("Queue '%s' refused the item: %s".formatted(queue, reason.description));
		this.queue = queue;
		this.reason = reason;
	}

	/**
	 * Return the queue that refused.
	 * @return the queue's name
	 */
	public String queue() {
		return this.queue;
	}

	/**
	 * Return why the item was refused.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why an item was refused.
	 */
	public enum Reason {

		/**
		 * As many items wait as the capacity allows.
		 */
		FULL("it is full; raise its capacity or its concurrency, or submit less"),

		/**
		 * The queue has been destroyed.
		 */
		CLOSED("it is closed");

		private final String description;

		Reason(String description) {
			this.description = description;
		}

	}

}
