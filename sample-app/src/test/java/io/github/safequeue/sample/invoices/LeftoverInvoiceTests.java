/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Invoices that could not be sent until the application closed.
 */
class LeftoverInvoiceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Path file;

	@BeforeEach
	void chooseFile(@TempDir Path folder) {
		this.file = folder.resolve("new").resolve("leftovers.jsonl");
	}

	@Test
	void whatCouldNotBeSentIsSentAfterTheNextStart() throws IOException {
		try (ConfigurableApplicationContext context = start("--safequeue.shutdown.drain-timeout=100ms")) {
			assertThat(context.getBeansOfType(UndeliveredWorkHandler.class)).as("that gets all queues' items")
				.isEmpty();
			context.getBean(MailServerDouble.class).hold();
			for (int number = 1; number <= 5; number++) {
				context.getBean(InvoiceDesk.class).send(new Invoice("order-" + number, "alice", "tea", number));
			}
		}
		assertThat(Files.readString(this.file)).contains("order-1", "order-2", "order-3", "order-4", "order-5");
		try (ConfigurableApplicationContext context = start()) {
			MailServerDouble server = context.getBean(MailServerDouble.class);
			await().atMost(PATIENCE).until(() -> server.sent().size() == 5);
			assertThat(server.sent()).containsExactlyInAnyOrder("order-1", "order-2", "order-3", "order-4", "order-5");
			assertThat(this.file).doesNotExist();
		}
	}

	@Test
	void whatAFullQueueRefusesIsKeptToo() throws IOException {
		try (ConfigurableApplicationContext context = start("--safequeue.queues.invoices.capacity=1",
				"--safequeue.queues.invoices.auto-startup=false")) {
			InvoiceDesk invoices = context.getBean(InvoiceDesk.class);
			invoices.send(new Invoice("accepted", "alice", "tea", 1));
			invoices.send(new Invoice("refused", "alice", "tea", 1));
			assertThat(Files.readAllLines(this.file)).singleElement().asString().contains("refused");
		}
	}

	private ConfigurableApplicationContext start(String... arguments) {
		Stream<String> own = Stream.of("--invoices.leftovers=" + this.file,
				"--spring.datasource.url=jdbc:h2:mem:leftover-invoice-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
		return new SpringApplicationBuilder(SampleApplication.class, MailServerDouble.Configuration.class)
			.web(WebApplicationType.NONE)
			.run(Stream.concat(own, Stream.of(arguments)).toArray(String[]::new));
	}

}
