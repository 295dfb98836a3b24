/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.observation.Observation;

/**
 * What is known of a handler call while it is observed. Has no access to the items, which
 * may be personal data.
 */
public class SafeQueueHandleContext extends Observation.Context {

	private final String queue;

	private final int attempt;

	private final int items;

	private volatile boolean complete;

	/**
	 * Create a context.
	 * @param queue the queue's name
	 * @param attempt which attempt the call is, from 1
	 * @param items how many items the handler is given
	 */
	public SafeQueueHandleContext(String queue, int attempt, int items) {
		this.queue = queue;
		this.attempt = attempt;
		this.items = items;
	}

	/**
	 * Return whether the handler returned. {@code false} while the call is under way, and
	 * for one that threw.
	 * @return whether the call came to its end
	 */
	public boolean isComplete() {
		return this.complete;
	}

	/** Note that the handler returned. */
	void complete() {
		this.complete = true;
	}

	/**
	 * Return the name of the queue.
	 * @return the queue's name
	 */
	public String getQueue() {
		return this.queue;
	}

	/**
	 * Return which attempt the call is.
	 * @return the number of the attempt, from 1
	 */
	public int getAttempt() {
		return this.attempt;
	}

	/**
	 * Return how many items the handler is given.
	 * @return their number, more than 1 for batches only
	 */
	public int getItems() {
		return this.items;
	}

}
