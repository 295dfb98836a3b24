/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.Desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Invoices of an application that runs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:invoice-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE")
@Import(MailServerDouble.Configuration.class)
class InvoiceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private MailServerDouble server;

	@Autowired
	private InvoiceDesk invoiceDesk;

	@Autowired
	private SafeQueue<Invoice> invoices;

	@Autowired
	private InvoicePrinter printer;

	@Autowired
	private JdbcClient database;

	@LocalServerPort
	private int port;

	@Test
	void storedOrderIsInvoicedAndItsInvoiceIsPrinted() {
		Desk desk = new Desk(this.port);
		String id = (String) desk.order("alice", "tea", 3).getBody().get("id");
		await().atMost(PATIENCE).until(() -> this.server.sent().contains(id));
		assertThat(desk.text("/orders/" + id + "/invoice")).contains(id, "alice", "3 x tea");
		assertThat(desk.status("/orders/none/invoice")).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void invoiceIsTriedAgain() {
		long retried = this.invoices.snapshot().retried();
		this.server.fail(2);
		this.invoiceDesk.send(invoice("tried-again"));
		await().atMost(PATIENCE).until(() -> this.server.sent().contains("tried-again"));
		assertThat(this.invoices.snapshot().retried() - retried).isEqualTo(2);
	}

	@Test
	void invoiceThatCannotBeSentIsRecorded() {
		this.server.fail(4);
		this.invoiceDesk.send(invoice("unsent"));
		await().atMost(PATIENCE).until(() -> recorded("not sent: unsent") == 1);
		assertThat(this.server.sent()).doesNotContain("unsent");
	}

	private int recorded(String event) {
		return this.database.sql("select count(*) from audit_entry where source = 'invoices' and event = ?")
			.param(event)
			.query(Integer.class)
			.single();
	}

	@Test
	void printedInvoiceIsDeletedWhenItWasRead() {
		PrintedInvoice printed = this.printer.print(invoice("read")).join();
		assertThat(printed.file()).exists();
		assertThat(printed.readAndClose()).contains("read");
		assertThat(printed.file()).doesNotExist();
	}

	@Test
	void printedInvoiceIsDeletedWhenItIsForgotten() {
		Path file = printAndForget();
		await().atMost(PATIENCE).until(() -> {
			System.gc();
			return Files.notExists(file);
		});
	}

	private Path printAndForget() {
		CompletableFuture<PrintedInvoice> printed = this.printer.print(invoice("forgotten"));
		assertThat(printed.join().file()).exists();
		return printed.join().file();
	}

	private static Invoice invoice(String orderId) {
		return new Invoice(orderId, "alice", "tea", 1);
	}

}
