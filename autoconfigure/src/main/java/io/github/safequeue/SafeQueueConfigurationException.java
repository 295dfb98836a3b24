/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Reports at start-up that a queue is configured in a way that cannot work: what is
 * wrong, and what to do about it.
 */
public class SafeQueueConfigurationException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** The name of the queue, if there is one. */
	private final @Nullable String queue;

	/** What to do about it. */
	private final String action;

	/**
	 * Create an exception.
	 * @param queue the queue's name, or {@code null} where it concerns no single queue
	 * @param description what is wrong; names the queue, and the property or method
	 * @param action what to do
	 */
	public SafeQueueConfigurationException(@Nullable String queue, String description, String action) {
		this(queue, description, action, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param queue the queue's name, or {@code null} where it concerns no single queue
	 * @param description what is wrong; names the queue, and the property or method
	 * @param action what to do
	 * @param cause the cause, or {@code null}
	 */
	public SafeQueueConfigurationException(@Nullable String queue, String description, String action,
			@Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.queue = queue;
		this.action = action;
	}

	/**
	 * Return the queue.
	 * @return its name, or {@code null} where it concerns no single queue
	 */
	public @Nullable String queue() {
		return this.queue;
	}

	/**
	 * Return what to do.
	 * @return the remedy
	 */
	public String action() {
		return this.action;
	}

}
