/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

/**
 * What is moved.
 *
 * @param number its place among those of its turn
 * @param customer the key, for queues that have one
 * @param text makes it as large as an item usually is
 */
public record Order(long number, String customer, String text) {

	private static final String TEXT = "3 pieces, to be delivered to the back door, please ring twice. ".repeat(2);

	static Order create(long number, int keys) {
		return new Order(number, "c" + number % keys, TEXT);
	}

}
