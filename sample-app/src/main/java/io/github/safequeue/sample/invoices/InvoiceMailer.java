/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.util.concurrent.atomic.LongAdder;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.github.safequeue.WorkContext;

/**
 * Sends invoices by mail. Called by the workers of the queue {@code invoices}.
 */
@Component
class InvoiceMailer {

	private static final Logger logger = LoggerFactory.getLogger(InvoiceMailer.class);

	private final MailServer server;

	private final LongAdder sent = new LongAdder();

	InvoiceMailer(MailServer server) {
		this.server = server;
	}

	void send(Invoice invoice, WorkContext call) {
		this.server.send(invoice.orderId(), invoice.customerId(), invoice.text());
		this.sent.increment();
		if (call.attempt() > 1) {
			logger.info("The invoice of order {} was sent at attempt {}", invoice.orderId(), call.attempt());
		}
	}

	@PreDestroy
	void close() {
		logger.info("Invoices: {} sent", this.sent.sum());
	}

}
