/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementSetter;

import io.github.safequeue.store.ReceivedItem;

/**
 * The rows of one queue in PostgreSQL. Statements that follow each other are sent
 * together, since each way to the server and back costs as much as what it does there.
 */
final class PostgresRows {

	private final Database database;

	private final String queue;

	private final String remove;

	PostgresRows(Database database, String queue) {
		this.database = database;
		this.queue = queue;
		// Released first: a row that was locked before a savepoint and is removed after
		// it needs the server to note both.
		this.remove = database.tables()
			.in("release " + PostgresClaims.SAVEPOINT
					+ "; delete from {item} where queue = ? and lane = ? and id = any(?)");
	}

	/** Lock what a query selects, and set the savepoint. */
	List<ClaimedItem> lock(String query, PreparedStatementSetter parameters) {
		return this.database.jdbc()
			.execute(query + "; " + PostgresClaims.SAVEPOINT,
					(PreparedStatementCallback<List<ClaimedItem>>) (statement) -> {
						parameters.setValues(statement);
						statement.execute();
						return ClaimedItem.readAll(statement.getResultSet());
					});
	}

	int remove(List<ReceivedItem> items) {
		int lane = Position.of(items.get(0)).lane();
		return this.database.jdbc().execute(this.remove, (PreparedStatementCallback<Integer>) (statement) -> {
			Database.withIds(Position.ids(items), this.queue, lane).setValues(statement);
			statement.execute();
			return lastCount(statement);
		});
	}

	private static int lastCount(PreparedStatement statement) throws SQLException {
		int last = statement.getUpdateCount();
		while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
			last = statement.getUpdateCount();
		}
		return last;
	}

	/**
	 * Release the savepoint, so that what follows is written by the transaction that has
	 * locked the rows, and not by a part of it.
	 */
	void keepClaim() {
		this.database.jdbc().execute("release " + PostgresClaims.SAVEPOINT);
	}

	void rollbackToClaim() {
		this.database.jdbc()
			.execute("rollback to " + PostgresClaims.SAVEPOINT + "; release " + PostgresClaims.SAVEPOINT);
	}

}
