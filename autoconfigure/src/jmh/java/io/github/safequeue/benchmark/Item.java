/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * What is moved.
 *
 * @param key the key, for queues that have one
 */
public record Item(Integer key) {

	/**
	 * Create items.
	 * @param count how many, a power of two
	 * @param keys how many different keys they have
	 * @return the items
	 */
	static Item[] create(int count, int keys) {
		Item[] items = new Item[count];
		for (int i = 0; i < count; i++) {
			items[i] = new Item(i % keys);
		}
		return items;
	}

}
