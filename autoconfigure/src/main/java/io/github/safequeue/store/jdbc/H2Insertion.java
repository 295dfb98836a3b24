/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.UUID;

import io.github.safequeue.store.OutgoingItem;

/**
 * Inserts items into H2, in one process: what is not in the table was not stored.
 */
final class H2Insertion implements Insertion {

	private final Database database;

	private final String queue;

	private final LaneNumbers lanes;

	private final String insert;

	private final String find;

	H2Insertion(Database database, String queue, LaneNumbers lanes) {
		this.database = database;
		this.queue = queue;
		this.lanes = lanes;
		this.insert = database.tables()
			.in("insert into {item} (queue, lane, message_id, item_key, payload, headers) values (?, ?, ?, ?, ?, ?)");
		this.find = database.tables()
			.in("select id from {item} where queue = ? and message_id = ? fetch first 1 row only");
	}

	@Override
	public void insert(List<OutgoingItem> items) {
		this.database.jdbc().batchUpdate(this.insert, items, items.size(), (statement, item) -> {
			statement.setString(1, this.queue);
			statement.setInt(2, this.lanes.laneOf(this.queue, item.key()));
			statement.setObject(3, UUID.fromString(item.id()));
			statement.setString(4, item.key());
			statement.setString(5, item.payload());
			statement.setString(6, HeaderText.write(item.headers()));
		});
	}

	@Override
	public boolean isStored(OutgoingItem first) {
		return !this.database.jdbc()
			.queryForList(this.find, Long.class, this.queue, UUID.fromString(first.id()))
			.isEmpty();
	}

}
