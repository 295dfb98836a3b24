/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.PreparedStatementCallback;

import io.github.safequeue.store.OutgoingItem;

/**
 * Inserts items into PostgreSQL with one statement. A batch of the outgoing side also
 * leaves its identity in a row of this writer, which says afterwards whether it was
 * committed. The number of the transaction would not: after a crash the server gives the
 * numbers of lost transactions to others.
 */
final class PostgresInsertion implements Insertion {

	private final Database database;

	private final String queue;

	private final LaneNumbers lanes;

	private final String insert;

	private final String register;

	private final String mark;

	private final String forget;

	private final String find;

	/** Identifies this writer. */
	private final UUID writer = UUID.randomUUID();

	PostgresInsertion(Database database, String queue, LaneNumbers lanes) {
		this.database = database;
		this.queue = queue;
		this.lanes = lanes;
		this.insert = database.tables()
			.in("insert into {item} (queue, lane, message_id, item_key, payload, headers)"
					+ " select ?, lane, message_id, item_key, payload, headers"
					+ " from unnest(?::smallint[], ?::uuid[], ?::text[], ?::text[], ?::text[]) with ordinality"
					+ " as one (lane, message_id, item_key, payload, headers, place) order by place");
		this.register = database.tables().in("insert into {writer} (id) values (?) on conflict (id) do nothing");
		this.mark = database.tables()
			.in("insert into {writer} (id, batch) values (?, ?)"
					+ " on conflict (id) do update set batch = excluded.batch, written_at = now()");
		this.forget = database.tables().in("delete from {writer} where written_at < now() - interval '30 days'");
		this.find = database.tables().in("select batch from {writer} where id = ? for update nowait");
	}

	@Override
	public void insert(List<OutgoingItem> items) {
		this.database.jdbc().execute(this.insert, (PreparedStatementCallback<Integer>) (statement) -> {
			Connection connection = statement.getConnection();
			statement.setString(1, this.queue);
			statement.setArray(2, connection.createArrayOf("smallint",
					items.stream().map((item) -> (short) this.lanes.laneOf(this.queue, item.key())).toArray()));
			statement.setArray(3, connection.createArrayOf("uuid",
					items.stream().map((item) -> UUID.fromString(item.id())).toArray()));
			statement.setArray(4, connection.createArrayOf("text", items.stream().map(OutgoingItem::key).toArray()));
			statement.setArray(5,
					connection.createArrayOf("text", items.stream().map(OutgoingItem::payload).toArray()));
			statement.setArray(6, connection.createArrayOf("text",
					items.stream().map((item) -> HeaderText.write(item.headers())).toArray()));
			return statement.executeUpdate();
		});
	}

	/**
	 * Have a row before the first batch, so that a batch that is in progress is seen by
	 * its lock. Rows of instances that are gone are removed after a month.
	 */
	@Override
	public void prepare() {
		this.database.transactions().run(() -> {
			this.database.jdbc().update(this.register, this.writer);
			return this.database.jdbc().update(this.forget);
		});
	}

	@Override
	public void mark(OutgoingItem first) {
		this.database.jdbc().update(this.mark, this.writer, UUID.fromString(first.id()));
	}

	/**
	 * The row is locked as long as the server has not ended the transaction of the lost
	 * connection: the question fails then, and is asked again.
	 */
	@Override
	public boolean isStored(OutgoingItem first) {
		return this.database.jdbc()
			.queryForList(this.find, UUID.class, this.writer)
			.contains(UUID.fromString(first.id()));
	}

}
