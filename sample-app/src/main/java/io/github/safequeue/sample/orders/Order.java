/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.time.Instant;

import org.springframework.data.annotation.Id;

import io.github.safequeue.sample.invoices.Invoice;

/**
 * An order, as it waits in the queue and as it is stored.
 *
 * @param id the order's id, known before it is stored
 * @param customerId who orders; orders of one customer are stored in order
 * @param product what is ordered
 * @param quantity how many
 * @param placedAt when the order was placed
 */
public record Order(@Id String id, String customerId, String product, int quantity, Instant placedAt) {

	Invoice invoice() {
		return new Invoice(this.id, this.customerId, this.product, this.quantity);
	}

}
