/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.util.List;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * What all queues share: the way into the database.
 *
 * @param dataSource gives connections
 * @param jdbc runs statements, in the current thread's transaction if there is one
 * @param transactions begins and ends transactions
 * @param dialect the kind of database
 * @param tables the names of the tables
 */
record Database(DataSource dataSource, JdbcTemplate jdbc, Transactions transactions, Dialect dialect, Tables tables) {

	static Database of(StoreDatabase database, Dialect dialect, Tables tables) {
		return new Database(database.dataSource(), new JdbcTemplate(database.dataSource()),
				new Transactions(database.transactionManager()), dialect, tables);
	}

	boolean isPostgres() {
		return this.dialect == Dialect.POSTGRESQL;
	}

	/**
	 * Run an update of rows that are named by a list of identities.
	 * @param sql the statement, its last parameter is the array of the identities
	 * @param ids the identities
	 * @param parameters the parameters before it
	 * @return how many rows there were
	 */
	int update(String sql, List<Long> ids, Object... parameters) {
		return this.jdbc.update(sql, withIds(ids, parameters));
	}

	/**
	 * Return what sets parameters of which the last one is an array of identities.
	 * @param ids the identities
	 * @param parameters the parameters before it
	 * @return the setter
	 */
	static PreparedStatementSetter withIds(List<Long> ids, Object... parameters) {
		return (statement) -> {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			Connection connection = statement.getConnection();
			statement.setArray(parameters.length + 1, connection.createArrayOf("bigint", ids.toArray()));
		};
	}

}
