/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

/**
 * The invoice of an order, as it waits to be sent.
 *
 * @param orderId the order's id
 * @param customerId the customer's id
 * @param product what was ordered
 * @param quantity how many
 */
public record Invoice(String orderId, String customerId, String product, int quantity) {

	String text() {
		return """
				Order     %s
				Customer  %s
				%d x %s
				""".formatted(this.orderId, this.customerId, this.quantity, this.product);
	}

}
