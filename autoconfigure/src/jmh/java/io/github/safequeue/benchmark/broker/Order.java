/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.broker;

/**
 * What is sent and handled.
 *
 * @param customer the key
 * @param number the number
 * @param text as much as a small order has
 */
record Order(String customer, int number, String text) {

	static Order create(int number) {
		return new Order("customer-" + number % 1000, number, "3 pieces of article 4711, to be delivered on Friday");
	}

}
