/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What handlers and submitters do in transactions on PostgreSQL.
 */
@Tag("servers")
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class TransactionTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private static CrashableServer server;

	private String url = "";

	private JdbcTemplate jdbc = new JdbcTemplate();

	@BeforeAll
	static void startServer(@TempDir Path directory) {
		server = new CrashableServer(directory);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createDatabase() {
		this.url = server.createDatabase("t" + DATABASES.incrementAndGet());
		this.jdbc = new JdbcTemplate(new DriverManagerDataSource(this.url));
		this.jdbc.execute(Effects.TABLE);
	}

	private int effects() {
		return count("effect");
	}

	private int items() {
		return count("safequeue_item");
	}

	private int count(String table) {
		Integer count = this.jdbc.queryForObject("select count(*) from " + table, Integer.class);
		return (count != null) ? count : -1;
	}

	private void awaitNoItems() {
		await().atMost(ForkedJvm.LIMIT).untilAsserted(() -> assertThat(items()).isZero());
	}

	@Test
	void effectsOfFailedAttemptsAreRolledBack() {
		assertThat(effectsOfItemsThatFailTwice(Joining.class)).isEqualTo(20);
	}

	@Test
	void effectsCommittedApartAreSeen() {
		assertThat(effectsOfItemsThatFailTwice(Apart.class)).isEqualTo(60);
	}

	private int effectsOfItemsThatFailTwice(Class<?> handlers) {
		try (ConfigurableApplicationContext context = StoredApplication.start(this.url, handlers,
				"--safequeue.queues.orders.retry.max-retries=2", "--safequeue.queues.orders.retry.delay=20ms",
				"--failing=2")) {
			submit(context, 20);
			awaitNoItems();
			assertThat(count("safequeue_dead")).isZero();
		}
		return effects();
	}

	private static void submit(ConfigurableApplicationContext context, int number) {
		DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
		for (int i = 0; i < number; i++) {
			queue.enqueue(new LedgerItem("k", i));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 6, 8 })
	void handlersMayNeedASecondConnection(int connections) {
		try (ConfigurableApplicationContext context = StoredApplication.start(this.url, Apart.class,
				"--safequeue.queues.orders.concurrency=4",
				"--spring.datasource.hikari.maximum-pool-size=" + connections)) {
			submit(context, 200);
			awaitNoItems();
			assertThat(count("safequeue_dead")).isZero();
		}
		assertThat(effects()).isEqualTo(200);
	}

	@Test
	void poolForTheHandlersAloneFailsStartup() {
		assertThatThrownBy(() -> StoredApplication
			.start(this.url, Apart.class, "--safequeue.queues.orders.concurrency=4",
					"--spring.datasource.hikari.maximum-pool-size=4")
			.close()).rootCause().hasMessageContaining("pool").hasMessageContaining("orders");
	}

	@Test
	void enqueuedItemsShareTheFateOfTheRowsBesideThem() throws Exception {
		try (ConfigurableApplicationContext context = StoredApplication.start(this.url, Joining.class)) {
			DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
			for (int i = 0; i < 20; i++) {
				inTransaction(context, i, () -> queue.enqueue(new LedgerItem("k", 0)));
			}
			awaitNoItems();
			assertThat(effects()).as("handled").isEqualTo(count("business")).isEqualTo(10);
			// What is sent does not take part in the transaction: the check sees it.
			for (int i = 0; i < 20; i++) {
				inTransaction(context, i, () -> queue.send(new LedgerItem("k", 0)));
			}
			assertThat(queue.awaitQuiescence(ForkedJvm.LIMIT)).isTrue();
			awaitNoItems();
			assertThat(effects()).as("handled").isGreaterThan(count("business"));
		}
	}

	private void inTransaction(ConfigurableApplicationContext context, int number, Runnable submission) {
		this.jdbc.execute("create table if not exists business (number int)");
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			context.getBean(JdbcTemplate.class).update("insert into business (number) values (?)", number);
			submission.run();
			if (number % 2 == 1) {
				status.setRollbackOnly();
			}
		});
	}

	@Test
	void contentOfItemsIsSeenNowhere(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = StoredApplication.start(this.url, Joining.class, "--failing=9",
				"--logging.level.io.github.safequeue=debug")) {
			DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
			queue.enqueue(new LedgerItem(Secret.CONTENT, 1));
			queue.send(new LedgerItem(Secret.CONTENT, 2)).get(30, TimeUnit.SECONDS);
			awaitNoItems();
			assertThat(((StoredQueueDiagnostics) queue).deadLetters(10)).hasSize(2)
				.allSatisfy((letter) -> assertThat(letter.toString()).doesNotContain(Secret.CONTENT));
		}
		assertThat(output.getAll()).contains("orders").doesNotContain(Secret.CONTENT);
		assertThat(this.jdbc.queryForList("select cause from safequeue_dead", String.class)).hasSize(2)
			.allSatisfy((cause) -> assertThat(cause).doesNotContain(Secret.CONTENT));
	}

	/** Counts attempts and fails the first ones. */
	static class Attempts {

		private final Map<LedgerItem, Integer> attempts = new ConcurrentHashMap<>();

		final JdbcTemplate jdbc;

		private final int failing;

		Attempts(JdbcTemplate jdbc, int failing) {
			this.jdbc = jdbc;
			this.failing = failing;
		}

		void insert(LedgerItem item) {
			this.jdbc.update("insert into effect (queue, item_key, number) values ('orders', ?, ?)", item.key(),
					item.number());
		}

		void failAtFirst(LedgerItem item) {
			if (this.attempts.merge(item, 1, Integer::sum) <= this.failing) {
				throw new IllegalStateException("failed on purpose");
			}
		}

	}

	static class Joining {

		@Bean
		JoiningHandler handler(JdbcTemplate jdbc, @Value("${failing:0}") int failing) {
			return new JoiningHandler(jdbc, failing);
		}

	}

	static class JoiningHandler extends Attempts {

		JoiningHandler(JdbcTemplate jdbc, int failing) {
			super(jdbc, failing);
		}

		@Transactional
		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) {
			insert(item);
			failAtFirst(item);
		}

	}

	static class Apart {

		@Bean
		OtherTransaction otherTransaction(JdbcTemplate jdbc) {
			return new OtherTransaction(jdbc);
		}

		@Bean
		ApartHandler handler(JdbcTemplate jdbc, OtherTransaction other, @Value("${failing:0}") int failing) {
			return new ApartHandler(jdbc, other, failing);
		}

	}

	static class OtherTransaction extends Attempts {

		OtherTransaction(JdbcTemplate jdbc) {
			super(jdbc, 0);
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void insertApart(LedgerItem item) {
			insert(item);
		}

	}

	static class ApartHandler extends Attempts {

		private final OtherTransaction other;

		ApartHandler(JdbcTemplate jdbc, OtherTransaction other, int failing) {
			super(jdbc, failing);
			this.other = other;
		}

		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) {
			this.other.insertApart(item);
			failAtFirst(item);
		}

	}

}
