/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.aot;

/**
 * An item.
 *
 * @param id says which
 * @param customer who ordered
 */
record Order(int id, Customer customer) {

	/**
	 * A customer.
	 */
	static class Customer {

		private final String id;

		Customer(String id) {
			this.id = id;
		}

		String getId() {
			return this.id;
		}

	}

}
