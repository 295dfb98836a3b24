/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.ReceivedItem;

/**
 * Locks rows of a queue with keys. Each key has a lane, and who takes items from a lane
 * holds the lock of the lane's own row until they are handled. Items are taken from a
 * lane's head only: while the head waits for its retry, the lane waits.
 */
final class PostgresLaneClaims implements PostgresClaims {

	private final Database database;

	private final PostgresRows rows;

	private final PostgresLaneFloor floor;

	private final String queue;

	private final String lane;

	private final String thisLane;

	private final String head;

	private final String again;

	/** Where the search for a lane begins, so that each lane has its turn. */
	private final AtomicInteger start = new AtomicInteger();

	PostgresLaneClaims(Database database, String queue) {
		this.database = database;
		this.rows = new PostgresRows(database, queue);
		this.floor = new PostgresLaneFloor(database, queue, System::nanoTime);
		this.queue = queue;
		Tables tables = database.tables();
		// A scalar subquery looks at one row of each lane; EXISTS reads whole lanes.
		this.lane = tables.in("select lane from {lane} l where queue = ? and lane >= ? and lane < ?"
				+ " and (select available_at from {item} i where i.queue = l.queue and i.lane = l.lane"
				+ " and i.id >= ? order by id limit 1) <= now() order by lane limit 1 for update skip locked");
		this.thisLane = tables.in("select lane from {lane} where queue = ? and lane = ? for update skip locked");
		// Rows that wait are not locked: their last lock would have no outcome.
		String select = "select " + ClaimedItem.COLUMNS + ", " + ABANDONED + " from {item} where queue = ?"
				+ " and lane = ? and id = any(%s) order by id for update";
		this.head = tables.in(select.formatted("array(select id from (select id, bool_and(available_at <= now())"
				+ " over (order by id) as due from (select id, available_at from {item}"
				+ " where queue = ? and lane = ? and id >= ? order by id limit ?) first) head where due)"));
		this.again = tables.in(select.formatted("array(select id from (select id, bool_and(wanted) over (order by id)"
				+ " as next from (select id, id = any(?) as wanted from {item}"
				+ " where queue = ? and lane = ? order by id limit ?) first) head where next)"));
	}

	@Override
	public List<ClaimedItem> next(int max) {
		long floor = this.floor.get();
		List<ClaimedItem> claimed = List.of();
		Integer lane = findLane(floor);
		while (lane != null) {
			this.start.set(lane + 1);
			claimed = lock(lane, floor, max);
			// Another consumer has handled the head just before the lane was locked.
			lane = claimed.isEmpty() ? findLane(floor) : null;
		}
		if (!claimed.isEmpty()) {
			this.floor.claimed(Position.of(claimed.get(claimed.size() - 1).item()).id());
		}
		return claimed;
	}

	private @Nullable Integer findLane(long floor) {
		int from = this.start.get();
		Integer lane = findLane(floor, from, Short.MAX_VALUE);
		return (lane == null && from > 0) ? findLane(floor, 0, from) : lane;
	}

	private @Nullable Integer findLane(long floor, int from, int to) {
		List<@Nullable Integer> free = this.database.jdbc()
			.queryForList(this.lane, Integer.class, this.queue, from, to, floor);
		return free.isEmpty() ? null : free.get(0);
	}

	private List<ClaimedItem> lock(int lane, long floor, int max) {
		return this.rows.lock(this.head, (statement) -> {
			statement.setString(1, this.queue);
			statement.setInt(2, lane);
			statement.setString(3, this.queue);
			statement.setInt(4, lane);
			statement.setLong(5, floor);
			statement.setInt(6, max);
		});
	}

	/** Only from the head on: what is before an item has to be handled before it. */
	@Override
	public List<ClaimedItem> again(List<ReceivedItem> items) {
		int lane = Position.of(items.get(0)).lane();
		if (this.database.jdbc().queryForList(this.thisLane, Integer.class, this.queue, lane).isEmpty()) {
			return List.of();
		}
		return this.rows.lock(this.again, (statement) -> {
			statement.setString(1, this.queue);
			statement.setInt(2, lane);
			statement.setArray(3, statement.getConnection().createArrayOf("bigint", Position.ids(items).toArray()));
			statement.setString(4, this.queue);
			statement.setInt(5, lane);
			statement.setInt(6, items.size());
		});
	}

	@Override
	public PostgresRows rows() {
		return this.rows;
	}

}
