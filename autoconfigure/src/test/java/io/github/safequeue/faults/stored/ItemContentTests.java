/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Items hold what must not be seen, and so do the messages of what fails over them: a
 * handler, a statement of a handler, writing to the store and reading from it.
 */
@Tag("servers")
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class ItemContentTests {

	@TempDir
	Path directory;

	@Test
	void contentOfItemsIsSeenNowhere(CapturedOutput output) throws Exception {
		try (CrashableServer server = new CrashableServer(this.directory)) {
			JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(server.url()));
			try (ConfigurableApplicationContext context = start(server.url(), Handlers.class)) {
				submit(context, jdbc);
				await().atMost(ForkedJvm.LIMIT)
					.untilAsserted(() -> assertThat(get(context, "health")).contains("DOWN", "has been handling"));
				assertThatNothingIsSeen(context);
				context.getBean(CardHandler.class).release();
				await().atMost(ForkedJvm.LIMIT).until(() -> count(jdbc, "select count(*) from safequeue_item") == 1);
				assertThat(get(context, "safequeues/orders")).contains("DuplicateKeyException");
				assertThatNothingIsSeen(context);
				server.crash();
				assertThat(queue(context).offer(new Card(Kind.HANDLED))).isTrue();
				await().atMost(ForkedJvm.LIMIT)
					.untilAsserted(() -> assertThat(get(context, "health")).contains("has not been available since"));
				assertThatNothingIsSeen(context);
			}
			assertThat(output.getAll())
				.contains("failed for the last time", "DuplicateKeyException", "cannot be read",
						"the store refuses an item", "NOT_STORED")
				.doesNotContain(Secret.CONTENT);
			server.restart();
			assertThat(jdbc.queryForList("select cause from safequeue_dead", String.class)).hasSize(3)
				.allSatisfy((cause) -> assertThat(cause).doesNotContain(Secret.CONTENT));
		}
	}

	@Test
	void contentThatAnApplicationLogsIsSeen(CapturedOutput output) {
		try (CrashableServer server = new CrashableServer(this.directory);
				ConfigurableApplicationContext context = start(server.url(), TalkativeHandlers.class)) {
			queue(context).enqueue(new Card(Kind.THROWN));
			await().atMost(ForkedJvm.LIMIT).until(() -> output.getAll().contains(Secret.CONTENT));
		}
	}

	private static ConfigurableApplicationContext start(String url, Class<?> handlers) {
		return StoredApplication.start(url, handlers, "--spring.main.web-application-type=servlet", "--server.port=0",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
				"--safequeue.queues.orders.concurrency=2", "--safequeue.queues.orders.stuck-threshold=100ms",
				"--safequeue.shutdown.drain-timeout=1s", "--safequeue.observations.enabled=true",
				"--logging.level.io.github.safequeue=trace",
				// The log of the server itself, which tests bring along.
				"--logging.level.io.zonky.test=off", "--spring.datasource.hikari.connection-timeout=1000");
	}

	private static DurableQueue<Card> queue(ConfigurableApplicationContext context) {
		return ChangedClass.queue(context, StoredApplication.QUEUE);
	}

	private static void submit(ConfigurableApplicationContext context, JdbcTemplate jdbc) {
		DurableQueue<Card> queue = queue(context);
		queue.enqueue(new Card(Kind.HANDLED));
		queue.enqueue(new Card(Kind.THROWN));
		queue.enqueue(new Card(Kind.DUPLICATE));
		queue.enqueue(new Card(Kind.SWALLOWED));
		for (Kind unwritable : List.of(Kind.NOT_TO_JSON, Kind.NOT_TO_THE_DATABASE)) {
			assertThat(queue.send(new Card(unwritable))).failsWithin(ForkedJvm.LIMIT)
				.withThrowableThat()
				.withMessageNotContaining(Secret.CONTENT)
				.withStackTraceContaining("the store refuses an item");
		}
		jdbc.update("insert into safequeue_item (queue, lane, message_id, payload) values ('orders', 0, ?, ?)",
				UUID.randomUUID(), "{\"number\":\"%s\",\"kind\":\"%s\"}".formatted(Secret.CONTENT, Secret.CONTENT));
		queue.enqueue(new Card(Kind.STUCK));
	}

	private static void assertThatNothingIsSeen(ConfigurableApplicationContext context) throws Exception {
		for (String path : List.of("safequeues", "safequeues/orders", "health", "prometheus")) {
			assertThat(get(context, path)).as(path).contains(StoredApplication.QUEUE).doesNotContain(Secret.CONTENT);
		}
		StoredQueueDiagnostics diagnostics = (StoredQueueDiagnostics) queue(context);
		assertThat(diagnostics.toString()).doesNotContain(Secret.CONTENT);
	}

	private static String get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:%s/actuator/%s"
			.formatted(context.getEnvironment().getProperty("local.server.port"), path));
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private static int count(JdbcTemplate jdbc, String query) {
		Integer count = jdbc.queryForObject(query, Integer.class);
		return (count != null) ? count : -1;
	}

	/** What becomes of an item. */
	enum Kind {

		HANDLED, THROWN, DUPLICATE, SWALLOWED, STUCK, NOT_TO_JSON, NOT_TO_THE_DATABASE

	}

	/**
	 * An item.
	 */
	record Card(String number, Kind kind) {

		Card(Kind kind) {
			this(Secret.CONTENT + ((kind == Kind.NOT_TO_THE_DATABASE) ? "\0" : "-" + kind), kind);
		}

		@Override
		public String number() {
			if (this.kind == Kind.NOT_TO_JSON) {
				throw new IllegalStateException(this.number);
			}
			return this.number;
		}

		String key() {
			return this.number;
		}

	}

	static class Handlers {

		@Bean
		CardHandler handler(JdbcTemplate jdbc) {
			jdbc.execute("create table if not exists card (number varchar(100) primary key)");
			return new CardHandler(jdbc);
		}

	}

	static class TalkativeHandlers extends Handlers {

		@Bean
		DeadLetterHandler deadLetterHandler() {
			return (letter) -> LogFactory.getLog(ItemContentTests.class).warn("Dead letter", letter.cause());
		}

	}

	static class CardHandler {

		private final CountDownLatch released = new CountDownLatch(1);

		private final JdbcTemplate jdbc;

		CardHandler(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		void release() {
			this.released.countDown();
		}

		@Transactional
		@SafeQueueListener(queues = StoredApplication.QUEUE, key = "key")
		void on(Card card) throws InterruptedException {
			switch (card.kind()) {
				case THROWN ->
					throw new IllegalStateException(card.number(), new IllegalArgumentException(card.number()));
				case DUPLICATE -> {
					insert(card);
					insert(card);
				}
				case SWALLOWED -> {
					insert(card);
					try {
						insert(card);
					}
					catch (RuntimeException ex) {
						// As some handlers do.
					}
				}
				case STUCK -> assertThat(this.released.await(60, TimeUnit.SECONDS)).isTrue();
				default -> insert(card);
			}
		}

		private void insert(Card card) {
			this.jdbc.update("insert into card (number) values (?)", card.number());
		}

	}

}
