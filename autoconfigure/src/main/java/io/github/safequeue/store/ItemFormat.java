/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

/**
 * How the items of a queue are written in a store. Any thread.
 */
public interface ItemFormat {

	/**
	 * Write an item.
	 * @param item the item
	 * @return the item in letters
	 * @throws RuntimeException if it cannot be written
	 */
	String write(Object item);

	/**
	 * Read an item.
	 * @param payload the item in letters
	 * @return the item
	 * @throws RuntimeException if it cannot be read, such as one that another version of
	 * the application wrote
	 */
	Object read(String payload);

}
