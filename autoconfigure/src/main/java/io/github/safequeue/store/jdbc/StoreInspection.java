/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.store.StoreFigures;

/**
 * Looks at what the store has of one queue, and puts dead letters back.
 */
final class StoreInspection {

	/** Up to which number items are counted: the rows of all of them are read. */
	private static final int COUNTED = 10_000;

	private static final RowMapper<StoredDeadLetter> LETTER = (row, number) -> new StoredDeadLetter(row.getString("id"),
			row.getString("cause"), row.getInt("deliveries"), row.getTimestamp("failed_at").toInstant());

	private final Database database;

	private final String queue;

	private final LaneNumbers lanes;

	StoreInspection(Database database, String queue, LaneNumbers lanes) {
		this.database = database;
		this.queue = queue;
		this.lanes = lanes;
	}

	StoreFigures figures() {
		long waiting = count("select count(*) from (select 1 as one from {item} where queue = ? fetch first "
				+ (COUNTED + 1) + " rows only) counted");
		// The oldest items are at the heads of the lanes.
		Timestamp oldest = this.database.jdbc()
			.queryForObject(
					sql("select min((select created_at from {item} i where i.queue = l.queue and i.lane = l.lane"
							+ " order by id fetch first 1 row only)) from {lane} l where queue = ?"),
					Timestamp.class, this.queue);
		return new StoreFigures(Math.min(waiting, COUNTED), waiting > COUNTED, age(oldest),
				count("select count(*) from {dead} where queue = ?"));
	}

	private long count(String statement) {
		Long count = this.database.jdbc().queryForObject(sql(statement), Long.class, this.queue);
		return (count != null) ? count : 0;
	}

	private static Duration age(@Nullable Timestamp oldest) {
		Duration age = (oldest != null) ? Duration.between(oldest.toInstant(), Instant.now()) : Duration.ZERO;
		return age.isNegative() ? Duration.ZERO : age;
	}

	List<StoredDeadLetter> deadLetters(int max) {
		return this.database.jdbc()
			.query(sql("select id, cause, deliveries, failed_at from {dead} where queue = ? order by id desc"
					+ " fetch first ? rows only"), LETTER, this.queue, max);
	}

	boolean requeue(String id) {
		long number;
		try {
			number = Long.parseLong(id);
		}
		catch (NumberFormatException ex) {
			return false;
		}
		return this.database.transactions().run(() -> requeue(number));
	}

	private boolean requeue(long id) {
		List<DeadItem> letters = this.database.jdbc()
			.query(sql("select message_id, item_key, payload from {dead} where queue = ? and id = ? for update"),
					(row, number) -> new DeadItem(row.getObject("message_id", UUID.class), row.getString("item_key"),
							row.getString("payload")),
					this.queue, id);
		for (DeadItem item : letters) {
			this.database.jdbc()
				.update(sql("insert into {item} (queue, lane, message_id, item_key, payload) values (?, ?, ?, ?, ?)"),
						this.queue, this.lanes.laneOf(this.queue, item.key()), item.id(), item.key(), item.payload());
			this.database.jdbc().update(sql("delete from {dead} where queue = ? and id = ?"), this.queue, id);
		}
		return !letters.isEmpty();
	}

	private String sql(String statement) {
		return this.database.tables().in(statement);
	}

	/**
	 * The item of a dead letter.
	 *
	 * @param id its identity over all deliveries
	 * @param key its key, or {@code null}
	 * @param payload the item as JSON
	 */
	private record DeadItem(UUID id, @Nullable String key, String payload) {

	}

}
