/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * A kind of store. A bean for each kind that the application can use.
 */
public interface StoreProvider {

	/**
	 * Return the kind, as {@code safequeue.queues.<name>.store} names it.
	 * @return the kind
	 */
	String type();

	/**
	 * Open the store for a queue. Called once for each queue, while its bean is created.
	 * @param queue what the store has to know of the queue
	 * @return the queue's items
	 * @throws io.github.safequeue.SafeQueueConfigurationException if the store cannot do
	 * what the queue asks for
	 */
	ItemStore open(StoredQueueSettings queue);

}
