/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.safequeue.store.ReceivedItem;

/**
 * An item that this process has claimed.
 *
 * @param item the item
 * @param abandoned whether the last transaction that locked its row ended without an
 * outcome: its process or its connection was lost
 */
record ClaimedItem(ReceivedItem item, boolean abandoned) {

	/** The columns that {@link #read} needs, without {@code abandoned}. */
	static final String COLUMNS = "lane, id, message_id, item_key, payload, headers, failures, lost";

	static ClaimedItem read(ResultSet row) throws SQLException {
		ReceivedItem item = new ReceivedItem(new Position(row.getInt("lane"), row.getLong("id")),
				row.getObject("message_id", UUID.class).toString(), row.getString("item_key"), row.getString("payload"),
				HeaderText.read(row.getString("headers")), row.getInt("failures"), row.getInt("lost"));
		return new ClaimedItem(item, row.getBoolean("abandoned"));
	}

	static List<ClaimedItem> readAll(ResultSet rows) throws SQLException {
		List<ClaimedItem> claimed = new ArrayList<>();
		while (rows.next()) {
			claimed.add(read(rows));
		}
		return claimed;
	}

	static List<ReceivedItem> items(List<ClaimedItem> claimed) {
		return claimed.stream().map(ClaimedItem::item).toList();
	}

}
