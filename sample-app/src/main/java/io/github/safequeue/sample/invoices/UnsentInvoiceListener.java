/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.sample.audit.AuditTrail;

/**
 * Records the invoices that could not be sent. Called by the one worker of the
 * dead-letter queue {@code unsentInvoices}.
 */
@Component
class UnsentInvoiceListener {

	private final AuditTrail audit;

	UnsentInvoiceListener(AuditTrail audit) {
		this.audit = audit;
	}

	@SafeQueueListener("unsentInvoices")
	void on(Invoice invoice) {
		this.audit.record("invoices", "not sent: " + invoice.orderId());
	}

}
