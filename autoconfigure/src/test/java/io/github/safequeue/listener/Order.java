/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import org.jspecify.annotations.Nullable;

/**
 * An item.
 *
 * @param id the number of the order
 * @param customer who ordered
 */
record Order(int id, @Nullable Customer customer) {

	/**
	 * A part of an item.
	 *
	 * @param id the name of the customer
	 */
	record Customer(String id) {
	}

}
