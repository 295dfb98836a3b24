/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What handlers do by Hibernate, in transactions of a {@link JpaTransactionManager} on
 * the store's PostgreSQL.
 */
@Tag("servers")
@Timeout(300)
class JpaTransactionTests {

	private static final int ITEMS = 20;

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
		this.url = server.createDatabase("jpa" + DATABASES.incrementAndGet());
		this.jdbc = new JdbcTemplate(new DriverManagerDataSource(this.url));
		this.jdbc.execute("create table jpa_effect (id uuid primary key, number bigint not null)");
	}

	private int count(String table) {
		Integer count = this.jdbc.queryForObject("select count(*) from " + table, Integer.class);
		return (count != null) ? count : -1;
	}

	private static void submit(ConfigurableApplicationContext context, int number) {
		DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
		for (int i = 0; i < number; i++) {
			queue.enqueue(new LedgerItem("k", i));
		}
	}

	private void awaitNoItems() {
		await().atMost(ForkedJvm.LIMIT).untilAsserted(() -> assertThat(count("safequeue_item")).isZero());
		assertThat(count("safequeue_dead")).isZero();
	}

	/**
	 * The first attempt throws, and the second one leaves behind what the database
	 * refuses when it is flushed.
	 */
	@Test
	void effectsOfFailedAttemptsAreRolledBack() {
		effectsOfItemsThatFailTwice(Joining.class);
		assertThat(this.jdbc.queryForList("select number from jpa_effect", Long.class)).hasSize(ITEMS)
			.doesNotHaveDuplicates();
	}

	@Test
	void effectsCommittedApartAreSeen() {
		effectsOfItemsThatFailTwice(Apart.class);
		assertThat(count("jpa_effect")).isEqualTo(3 * ITEMS);
	}

	private void effectsOfItemsThatFailTwice(Class<?> handlers) {
		try (ConfigurableApplicationContext context = StoredApplication.start(JpaApplication.class, this.url, handlers,
				"--safequeue.queues.orders.retry.max-retries=2", "--safequeue.queues.orders.retry.delay=20ms")) {
			assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
			submit(context, ITEMS);
			awaitNoItems();
			assertThat(context.getBean(Attempts.class).byItem()).hasSize(ITEMS).allSatisfy((item, attempts) -> {
				assertThat(attempts).isEqualTo(3);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 6, 8 })
	void handlersMayNeedASecondConnection(int connections) {
		try (ConfigurableApplicationContext context = StoredApplication.start(JpaApplication.class, this.url,
				Willing.class, "--safequeue.queues.orders.concurrency=4",
				"--spring.datasource.hikari.maximum-pool-size=" + connections)) {
			submit(context, 10 * ITEMS);
			awaitNoItems();
		}
		assertThat(this.jdbc.queryForList("select number from jpa_effect", Long.class)).hasSize(10 * ITEMS)
			.doesNotHaveDuplicates();
	}

	@Test
	void poolForTheHandlersAloneFailsStartup() {
		assertThatThrownBy(() -> StoredApplication
			.start(JpaApplication.class, this.url, Willing.class, "--safequeue.queues.orders.concurrency=4",
					"--spring.datasource.hikari.maximum-pool-size=4")
			.close()).rootCause().hasMessageContaining("pool").hasMessageContaining("orders");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class JpaApplication {

	}

	@Entity(name = "jpa_effect")
	static class JpaEffect {

		@Id
		@GeneratedValue(strategy = GenerationType.UUID)
		private @Nullable UUID id;

		private @Nullable Long number;

		JpaEffect() {
		}

		JpaEffect(@Nullable Long number) {
			this.number = number;
		}

		@Nullable UUID getId() {
			return this.id;
		}

		@Nullable Long getNumber() {
			return this.number;
		}

	}

	/** Counts attempts. Any thread. */
	static class Attempts {

		private final Map<LedgerItem, Integer> byItem = new ConcurrentHashMap<>();

		final EntityManager entities;

		Attempts(EntityManagerFactory factory) {
			this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
		}

		Map<LedgerItem, Integer> byItem() {
			return this.byItem;
		}

		int next(LedgerItem item) {
			return this.byItem.merge(item, 1, Integer::sum);
		}

	}

	static class Joining {

		@Bean
		JoiningHandler handler(EntityManagerFactory factory) {
			return new JoiningHandler(factory);
		}

	}

	static class JoiningHandler extends Attempts {

		JoiningHandler(EntityManagerFactory factory) {
			super(factory);
		}

		@Transactional
		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) {
			int attempt = next(item);
			this.entities.persist(new JpaEffect(item.number()));
			if (attempt == 1) {
				this.entities.flush();
				throw new IllegalStateException("failed on purpose");
			}
			if (attempt == 2) {
				this.entities.persist(new JpaEffect(null));
			}
		}

	}

	static class Apart {

		@Bean
		OtherTransaction otherTransaction(EntityManagerFactory factory) {
			return new OtherTransaction(factory);
		}

		@Bean
		ApartHandler handler(EntityManagerFactory factory, OtherTransaction other) {
			return new ApartHandler(factory, other, 2);
		}

	}

	static class Willing {

		@Bean
		OtherTransaction otherTransaction(EntityManagerFactory factory) {
			return new OtherTransaction(factory);
		}

		@Bean
		ApartHandler handler(EntityManagerFactory factory, OtherTransaction other) {
			return new ApartHandler(factory, other, 0);
		}

	}

	static class OtherTransaction {

		private final EntityManager entities;

		OtherTransaction(EntityManagerFactory factory) {
			this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void persistApart(LedgerItem item) {
			this.entities.persist(new JpaEffect(item.number()));
		}

	}

	static class ApartHandler extends Attempts {

		private final OtherTransaction other;

		private final int failing;

		ApartHandler(EntityManagerFactory factory, OtherTransaction other, int failing) {
			super(factory);
			this.other = other;
			this.failing = failing;
		}

		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) {
			this.other.persistApart(item);
			if (next(item) <= this.failing) {
				throw new IllegalStateException("failed on purpose");
			}
		}

	}

}
