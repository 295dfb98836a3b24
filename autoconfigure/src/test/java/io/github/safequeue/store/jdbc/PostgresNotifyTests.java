/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueJdbcStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.store.StoredQueueSettings;
import io.github.safequeue.store.TransactionalStore;
import io.github.safequeue.store.jdbc.JdbcStoreSettings.SchemaCreation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Instances that notify each other, and look by themselves once an hour only.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class PostgresNotifyTests {

	private static final JdbcStoreSettings NOTIFYING = new JdbcStoreSettings("safequeue_", SchemaCreation.ALWAYS,
			Duration.ofHours(1), 8, 3, true);

	private TestDatabase database;

	private final AtomicInteger arrivals = new AtomicInteger();

	private final AtomicInteger probes = new AtomicInteger();

	@BeforeEach
	void createDatabase() {
		this.database = new TestDatabase(PostgresServer.createDatabase()).with(NOTIFYING);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void anotherInstanceHandlesAnItemAtOnce() {
		ApplicationContextRunner instance = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
							SafeQueueJdbcStoreAutoConfiguration.class, JacksonAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "safequeue.queues.orders.store=jdbc",
					"safequeue.queues.orders.item-type=java.lang.String", "safequeue.store.jdbc.poll-interval=1h",
					"safequeue.store.jdbc.initialize-schema=always", "safequeue.store.jdbc.notify=true");
		instance.withUserConfiguration(Handling.class).run((handling) -> {
			Handling handler = handling.getBean(Handling.class);
			awaitListeners(1);
			instance.run((submitting) -> {
				DurableQueue<?> queue = submitting.getBean("orders", DurableQueue.class);
				for (int i = 1; i <= 3; i++) {
					send(queue, "item " + i);
					int handled = i;
					await().until(() -> handler.items.get() == handled);
				}
			});
		});
	}

	@SuppressWarnings("unchecked")
	private static void send(DurableQueue<?> queue, String item) {
		((DurableQueue<String>) queue).enqueue(item);
	}

	@Test
	void othersAreNotifiedAfterTheCommitOnly() {
		JdbcStoreProvider writing = this.database.provider();
		TransactionalStore store = this.database.open(writing, TestDatabase.QUEUE, false);
		listen();
		this.database.transactions().executeWithoutResult((status) -> {
			store.enqueue(TestDatabase.item("rolled back"));
			status.setRollbackOnly();
		});
		this.database.transactions().executeWithoutResult((status) -> {
			store.enqueue(TestDatabase.item("committed"));
			probe(this.database.open(writing, "probe", false));
			assertThat(this.arrivals).hasValue(0);
		});
		await().until(() -> this.arrivals.get() == 1);
	}

	@Test
	void listensAgainAfterItsConnectionWasKilled(CapturedOutput output) {
		TransactionalStore store = this.database.open(TestDatabase.QUEUE, false);
		listen();
		this.database.jdbc()
			.queryForList("select pg_terminate_backend(pid)::text from pg_stat_activity where query like 'listen %'"
					+ " and datname = current_database()", String.class);
		// It looks by itself once it listens again.
		await().until(() -> this.arrivals.get() == 1);
		store.write(TestDatabase.items(1));
		await().until(() -> this.arrivals.get() == 2);
		assertThat(output).contains("has no connection for notifications of other instances")
			.contains("receives notifications of other instances again");
	}

	@Test
	void manyWritesAreFewNotifications() throws SQLException {
		TransactionalStore store = this.database.open(TestDatabase.QUEUE, false);
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("listen " + ArrivalNotifier.CHANNEL);
			store.write(TestDatabase.items(500));
			TestDatabase.items(300).forEach((item) -> store.write(List.of(item)));
			PGNotification[] received = connection.unwrap(PGConnection.class).getNotifications(20_000);
			assertThat(received.length).isBetween(1, 200);
			assertThat(received[0].getParameter()).endsWith("/safequeue_item/orders");
			statement.execute("unlisten *");
		}
	}

	@Test
	void closingEndsListening() {
		JdbcStoreProvider provider = this.database.provider();
		this.database.open(provider, TestDatabase.QUEUE, false);
		awaitListeners(1);
		provider.close();
		awaitListeners(0);
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("safequeue-jdbc-listen", "safequeue-jdbc-notify");
		assertThat(this.database.jdbc().queryForList("select pg_listening_channels()", String.class)).isEmpty();
	}

	@Test
	void theConnectionCountsAgainstThePool() {
		JdbcStoreProvider provider = this.database.provider(this.database.dataSource(), OptionalInt.of(4));
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> provider.open(new StoredQueueSettings("orders", false, true, 2, 10)))
			.withMessageContaining("need 5");
	}

	/** Listen in another instance, past the look with which it begins. */
	private void listen() {
		JdbcStoreProvider listening = this.database.provider();
		TransactionalStore probe = this.database.open(listening, "probe", false);
		probe.onArrival(this.probes::incrementAndGet);
		TransactionalStore elsewhere = this.database.open("probe", false);
		probe(elsewhere);
		probe(elsewhere);
		this.database.open(listening, TestDatabase.QUEUE, false).onArrival(this.arrivals::incrementAndGet);
	}

	/** Wait until an announcement has arrived. */
	private void probe(TransactionalStore elsewhere) {
		int before = this.probes.get();
		await().until(() -> {
			elsewhere.write(TestDatabase.items(1));
			return this.probes.get() > before;
		});
	}

	private void awaitListeners(int number) {
		await().until(() -> this.database.jdbc()
			.queryForList("select pid from pg_stat_activity where query like 'listen %'"
					+ " and datname = current_database()", Integer.class)
			.size() == number);
	}

	static class Handling {

		private final AtomicInteger items = new AtomicInteger();

		@SafeQueueListener("orders")
		void handle(String item) {
			assertThat(item).startsWith("item ");
			this.items.incrementAndGet();
		}

	}

}
