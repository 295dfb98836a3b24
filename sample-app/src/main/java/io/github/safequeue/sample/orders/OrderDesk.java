/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import jakarta.annotation.PreDestroy;
import org.springframework.stereotype.Service;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.audit.AuditTrail;

/**
 * Accepts orders without waiting for the database. With a store, an order is accepted
 * when the store has confirmed it. Any thread.
 */
@Service
class OrderDesk {

	private final SafeQueue<Order> orders;

	private final AuditTrail audit;

	private final LongAdder accepted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	OrderDesk(SafeQueue<Order> orders, AuditTrail audit) {
		this.orders = orders;
		this.audit = audit;
	}

	CompletableFuture<OrderReceipt> place(OrderRequest request) {
		Order order = new Order(UUID.randomUUID().toString(), request.customerId(), request.product(),
				request.quantity(), Instant.now());
		if (this.orders instanceof DurableQueue<Order> durable) {
			return durable.send(order).handle((nothing, failure) -> receipt(order, failure == null, true));
		}
		return CompletableFuture.completedFuture(receipt(order, this.orders.offer(order), false));
	}

	private OrderReceipt receipt(Order order, boolean taken, boolean confirmed) {
		if (!taken) {
			this.refused.increment();
			throw new OrderRefusedException(this.orders.state());
		}
		this.accepted.increment();
		return new OrderReceipt(order.id(), confirmed);
	}

	@PreDestroy
	void close() {
		this.audit.record("order-desk",
				"accepted %d orders, refused %d".formatted(this.accepted.sum(), this.refused.sum()));
	}

}
