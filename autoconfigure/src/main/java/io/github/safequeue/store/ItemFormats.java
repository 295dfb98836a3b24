/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * Makes the format of a queue's items. A bean.
 */
public interface ItemFormats {

	/**
	 * Return the format of a type.
	 * @param queue the name of the queue, for messages
	 * @param type the type of its items
	 * @return the format
	 * @throws io.github.safequeue.SafeQueueConfigurationException if what is written of
	 * that type cannot be read back
	 */
	ItemFormat of(String queue, Class<?> type);

}
