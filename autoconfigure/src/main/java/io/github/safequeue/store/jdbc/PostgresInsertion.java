/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.UUID;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.PreparedStatementCallback;

import io.github.safequeue.store.OutgoingItem;

/**
 * Inserts items into PostgreSQL with one statement, which also returns the number of the
 * transaction: the server remembers what became of it.
 */
final class PostgresInsertion implements Insertion {

	/** The server is asked for a transaction that it has never seen. */
	private static final String NO_SUCH_TRANSACTION = "22023";

	private final Database database;

	private final String queue;

	private final LaneNumbers lanes;

	private final String insert;

	PostgresInsertion(Database database, String queue, LaneNumbers lanes) {
		this.database = database;
		this.queue = queue;
		this.lanes = lanes;
		this.insert = database.tables()
			.in("with inserted as (insert into {item} (queue, lane, message_id, item_key, payload)"
					+ " select ?, lane, message_id, item_key, payload"
					+ " from unnest(?::smallint[], ?::uuid[], ?::text[], ?::text[]) with ordinality"
					+ " as one (lane, message_id, item_key, payload, place) order by place returning 1)"
					+ " select pg_current_xact_id()::text from inserted limit 1");
	}

	@Override
	public String insert(List<OutgoingItem> items) {
		return this.database.jdbc().execute(this.insert, (PreparedStatementCallback<String>) (statement) -> {
			Connection connection = statement.getConnection();
			statement.setString(1, this.queue);
			statement.setArray(2, connection.createArrayOf("smallint",
					items.stream().map((item) -> (short) this.lanes.laneOf(this.queue, item.key())).toArray()));
			statement.setArray(3, connection.createArrayOf("uuid",
					items.stream().map((item) -> UUID.fromString(item.id())).toArray()));
			statement.setArray(4, connection.createArrayOf("text", items.stream().map(OutgoingItem::key).toArray()));
			statement.setArray(5,
					connection.createArrayOf("text", items.stream().map(OutgoingItem::payload).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getString(1);
			}
		});
	}

	@Override
	public boolean isStored(String mark, OutgoingItem first) {
		String status;
		try {
			status = this.database.jdbc()
				.queryForObject("select coalesce(pg_xact_status(?::xid8), 'forgotten')", String.class, mark);
		}
		catch (DataAccessException ex) {
			if (NO_SUCH_TRANSACTION.equals(Transactions.sqlState(ex))) {
				return false;
			}
			throw ex;
		}
		if ("in progress".equals(status)) {
			throw new CannotAcquireLockException(
					"Queue '%s': the server has not ended yet the transaction of a lost connection"
						.formatted(this.queue));
		}
		return "committed".equals(status);
	}

}
