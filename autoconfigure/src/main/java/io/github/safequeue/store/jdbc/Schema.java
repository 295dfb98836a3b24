/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.jdbc.JdbcStoreSettings.SchemaCreation;

/**
 * Creates the tables, and checks that they are there.
 */
final class Schema {

	private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S04");

	/** Held while tables are created: instances start at the same time. */
	private static final String LOCK = "select pg_advisory_xact_lock(7266739, 20261126)";

	private final Database database;

	private final SchemaCreation creation;

	Schema(Database database, SchemaCreation creation) {
		this.database = database;
		this.creation = creation;
	}

	/**
	 * Create what is missing, if the settings say so.
	 * @throws SafeQueueConfigurationException if a table is missing after that
	 */
	void prepare() {
		boolean create = switch (this.creation) {
			case ALWAYS -> true;
			case EMBEDDED -> !this.database.isPostgres();
			case NEVER -> false;
		};
		if (create) {
			this.database.transactions().run(this::create);
		}
		for (String table : new String[] { "{item}", "{lane}", "{dead}" }) {
			check(this.database.tables().in(table));
		}
		if (this.database.isPostgres()) {
			check(this.database.tables().in("{writer}"));
		}
	}

	private boolean create() {
		if (this.database.isPostgres()) {
			this.database.jdbc().execute(LOCK);
		}
		ResourceDatabasePopulator statements = new ResourceDatabasePopulator(new ByteArrayResource(script()));
		this.database.jdbc().execute((ConnectionCallback<Boolean>) (connection) -> {
			statements.populate(connection);
			return true;
		});
		return true;
	}

	private byte[] script() {
		String location = this.database.dialect().schemaLocation();
		try {
			String script = new ClassPathResource(location, Schema.class.getClassLoader())
				.getContentAsString(StandardCharsets.UTF_8);
			return script.replace(Tables.DEFAULT_PREFIX, this.database.tables().prefix())
				.getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void check(String table) {
		try {
			this.database.jdbc().queryForList("select 1 from " + table + " where 1 = 0");
		}
		catch (DataAccessException ex) {
			if (!NO_TABLE.contains(String.valueOf(Transactions.sqlState(ex)))) {
				throw ex;
			}
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the table '%s' of the store jdbc is missing.".formatted(table),
					("Set safequeue.store.jdbc.initialize-schema to always, or run classpath:%s with your migrations"
							+ " and set safequeue.store.jdbc.initialize-schema to never.")
						.formatted(this.database.dialect().schemaLocation()));
		}
	}

}
