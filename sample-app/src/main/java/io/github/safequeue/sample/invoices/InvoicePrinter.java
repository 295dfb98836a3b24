/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

import io.github.safequeue.cleaner.SafeCleaner;

/**
 * Prints invoices, on the worker of the queue {@code safeQueue}. Any thread.
 */
@Component
public class InvoicePrinter {

	private final SafeCleaner cleaner;

	InvoicePrinter(SafeCleaner cleaner) {
		this.cleaner = cleaner;
	}

	/**
	 * Print an invoice.
	 * @param invoice the invoice
	 * @return completes when it is printed, exceptionally if the queue refused the call
	 * or could not deliver it
	 */
	@Async("safeQueueTaskExecutor")
	public CompletableFuture<PrintedInvoice> print(Invoice invoice) {
		try {
			Path file = Files.createTempFile("invoice-", ".txt");
			PrintedInvoice printed = new PrintedInvoice(file, this.cleaner);
			Files.writeString(file, invoice.text());
			return CompletableFuture.completedFuture(printed);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
