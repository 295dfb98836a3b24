/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.io.IOException;
import java.util.List;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;

/**
 * Takes invoices that are to be sent. Any thread.
 */
@Service
public class InvoiceDesk {

	private final SafeQueue<Invoice> queue;

	private final LeftoverInvoices leftovers;

	InvoiceDesk(SafeQueue<Invoice> invoices, LeftoverInvoices leftovers) {
		this.queue = invoices;
		this.leftovers = leftovers;
	}

	/**
	 * Send an invoice soon, or, if too many wait, after the next start. With a store, the
	 * invoice joins the caller's transaction.
	 * @param invoice the invoice
	 */
	public void send(Invoice invoice) {
		if (this.queue instanceof DurableQueue<Invoice> durable) {
			durable.enqueue(invoice);
		}
		else if (!this.queue.offer(invoice)) {
			this.leftovers.keep(List.of(invoice));
		}
	}

	/** Send what was left when the application closed. */
	@EventListener(ApplicationReadyEvent.class)
	void sendLeftovers() throws IOException {
		this.leftovers.take().forEach(this::send);
	}

}
