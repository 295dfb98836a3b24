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
