/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.util.concurrent.atomic.LongAdder;

import jakarta.annotation.PreDestroy;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.sample.audit.AuditTrail;
import io.github.safequeue.sample.invoices.InvoiceDesk;

/**
 * Stores orders. Called by the workers of the queue {@code orders}: one customer's orders
 * come one after the other, those of several customers at the same time. With the store
 * {@code jdbc}, the order, its invoice and the removal from the queue are one
 * transaction.
 */
@Component
class OrderListener {

	private final JdbcAggregateOperations aggregates;

	private final InvoiceDesk invoices;

	private final AuditTrail audit;

	private final LongAdder stored = new LongAdder();

	OrderListener(JdbcAggregateOperations aggregates, InvoiceDesk invoices, AuditTrail audit) {
		this.aggregates = aggregates;
		this.invoices = invoices;
		this.audit = audit;
	}

	@SafeQueueListener(queues = "orders", key = "customerId")
	void on(Order order) {
		// A broker delivers an order again after a crash, even if it was stored before.
		if (!this.aggregates.existsById(order.id(), Order.class)) {
			this.aggregates.insert(order);
			this.stored.increment();
		}
		this.invoices.send(order.invoice());
		this.audit.record("orders", "stored " + order.id());
	}

	@PreDestroy
	void close() {
		this.audit.record("orders", "stored %d orders in all".formatted(this.stored.sum()));
	}

}
