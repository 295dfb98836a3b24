/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * An item was delivered several times without an outcome: the process that handled it
 * ended, or could not read it.
 */
public class LostDeliveriesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param queue the queue's name
	 * @param deliveries how many deliveries had no outcome
	 */
	public LostDeliveriesException(String queue, int deliveries) {
		super("Queue '%s': an item was delivered %d times without an outcome: its process ended, or could not read it"
			.formatted(queue, deliveries));
	}

}
