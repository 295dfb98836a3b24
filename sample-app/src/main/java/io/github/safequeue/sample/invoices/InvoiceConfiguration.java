/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.scheduling.annotation.EnableAsync;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;

/**
 * Builds the queue {@code invoices}. Its properties {@code safequeue.queues.invoices}
 * override what is set here.
 */
@Configuration(proxyBeanMethods = false)
@EnableAsync
class InvoiceConfiguration {

	@Bean
	SafeQueue<Invoice> invoices(SafeQueueBuilder builder, InvoiceMailer mailer, LeftoverInvoices leftovers) {
		ContextWorkHandler<Invoice> handler = mailer::send;
		return builder.name("invoices")
			.itemType(Invoice.class)
			.handler(handler)
			.concurrency(2)
			.retry(RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(200)).multiplier(2).build())
			.deadLetterQueue("unsentInvoices")
			.undeliveredWorkHandler(leftovers::keep)
			.build();
	}

}
