/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.UndeliveredWork;

/**
 * Keeps invoices in a file, a line each, until the next start. Any thread.
 *
 * <p>
 * It is not given the queue, since it has to live longer. It is no bean of type
 * {@code UndeliveredWorkHandler}, which would receive what other queues could not
 * deliver, too. An invoice that was in flight when the application closed may have been
 * sent; it is sent again, and the mail server knows its id.
 */
@Component
class LeftoverInvoices {

	private static final Logger logger = LoggerFactory.getLogger(LeftoverInvoices.class);

	private final Path file;

	private final JsonMapper json;

	LeftoverInvoices(@Value("${invoices.leftovers}") Path file, JsonMapper json) {
		this.file = file;
		this.json = json;
	}

	/** Keep what the queue {@code invoices} could not deliver. */
	void keep(UndeliveredWork work) {
		logger.warn("{} invoices are kept for the next start: {}", work.items().size(), work.reason());
		keep(work.items().stream().map(Invoice.class::cast).toList());
	}

	synchronized void keep(List<Invoice> invoices) {
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Files.write(this.file, invoices.stream().map(this.json::writeValueAsString).toList(),
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return each invoice once, and forget it. */
	synchronized Collection<Invoice> take() throws IOException {
		Collection<Invoice> invoices = new LinkedHashSet<>();
		if (Files.exists(this.file)) {
			for (String line : Files.readAllLines(this.file)) {
				invoices.add(this.json.readValue(line, Invoice.class));
			}
			Files.delete(this.file);
		}
		return invoices;
	}

}
