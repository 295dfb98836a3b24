/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.StoredQueueSettings;
import io.github.safequeue.store.TransactionalStore;
import io.github.safequeue.store.jdbc.JdbcStoreSettings.SchemaCreation;

/**
 * A database of its own for each test, as one instance of an application has it.
 */
final class TestDatabase implements AutoCloseable {

	static final String QUEUE = "orders";

	private final String url;

	private final HikariDataSource pool;

	private final List<JdbcStoreProvider> providers = new ArrayList<>();

	private JdbcStoreSettings settings = new JdbcStoreSettings("safequeue_", SchemaCreation.ALWAYS,
			Duration.ofSeconds(1), 8, 3, false);

	TestDatabase(String url) {
		this.url = url;
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(5_000);
		this.pool = new HikariDataSource(config);
	}

	/** Use other settings for what is opened from now on. */
	TestDatabase with(JdbcStoreSettings other) {
		this.settings = other;
		return this;
	}

	JdbcStoreSettings settings() {
		return this.settings;
	}

	String url() {
		return this.url;
	}

	DataSource dataSource() {
		return this.pool;
	}

	JdbcTemplate jdbc() {
		return new JdbcTemplate(this.pool);
	}

	TransactionTemplate transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.pool));
	}

	/** Open a queue in an application of its own. */
	TransactionalStore open(String queue, boolean keyed) {
		return open(provider(), queue, keyed);
	}

	TransactionalStore open(JdbcStoreProvider provider, String queue, boolean keyed) {
		return (TransactionalStore) provider.open(new StoredQueueSettings(queue, keyed, true, 2, 10));
	}

	JdbcStoreProvider provider() {
		return provider(this.pool);
	}

	JdbcStoreProvider provider(DataSource dataSource) {
		return provider(dataSource, OptionalInt.of(20));
	}

	JdbcStoreProvider provider(DataSource dataSource, OptionalInt poolSize) {
		JdbcStoreProvider provider = new JdbcStoreProvider(
				() -> new StoreDatabase(dataSource, new JdbcTransactionManager(dataSource), poolSize, this.url, () -> {
				}), this.settings);
		this.providers.add(provider);
		return provider;
	}

	long count(String table) {
		Long count = jdbc().queryForObject("select count(*) from safequeue_" + table, Long.class);
		return (count != null) ? count : 0;
	}

	static OutgoingItem item(String payload) {
		return item(null, payload);
	}

	static OutgoingItem item(@Nullable String key, String payload) {
		return new OutgoingItem(UUID.randomUUID().toString(), key, payload, Map.of());
	}

	static List<OutgoingItem> items(int number) {
		return IntStream.range(0, number).mapToObj((i) -> item("" + i)).toList();
	}

	@Override
	public void close() {
		this.providers.forEach(JdbcStoreProvider::close);
		this.pool.close();
	}

}
