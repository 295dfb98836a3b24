/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;

import io.github.safequeue.store.ReceivedItem;

/**
 * Which items and lanes of one queue are in flight in this process. One thread at a time
 * looks for items: so what it reads, and is not in flight, was not taken since.
 */
final class H2Claims {

	private static final int ONLY_LANE = 0;

	private final Database database;

	private final String queue;

	private final boolean keyed;

	private final String next;

	private final String head;

	private final String again;

	private final String dueLanes;

	private final String count;

	private final String remove;

	private final Set<Long> inFlight = new HashSet<>();

	private final Set<Integer> lanesInFlight = new HashSet<>();

	private int start;

	H2Claims(Database database, String queue, boolean keyed) {
		this.database = database;
		this.queue = queue;
		this.keyed = keyed;
		Tables tables = database.tables();
		String select = "select " + ClaimedItem.COLUMNS + ", false as abandoned,"
				+ " available_at <= current_timestamp as due from {item} where queue = ? and lane = ?";
		this.next = tables.in(select + " and available_at <= current_timestamp order by id limit ?");
		this.head = tables.in(select + " order by id limit ?");
		this.again = tables.in(select + " and id = any(?) order by id");
		this.dueLanes = tables.in("select lane from {lane} l where queue = ?"
				+ " and (select available_at from {item} i where i.queue = l.queue and i.lane = l.lane"
				+ " order by id limit 1) <= current_timestamp order by lane");
		this.count = tables.in("update {item} set lost = lost + 1 where queue = ? and lane = ? and id = any(?)");
		this.remove = tables.in("delete from {item} where queue = ? and lane = ? and id = any(?)");
	}

	/**
	 * Take the next items that are due.
	 * @param max how many at most
	 * @return the items, which are in flight now
	 */
	synchronized List<ReceivedItem> next(int max) {
		if (!this.keyed) {
			int limit = (int) Math.min(Integer.MAX_VALUE, (long) max + this.inFlight.size());
			List<ReceivedItem> due = query(this.next, false, this.queue, ONLY_LANE, limit);
			return begin(due.stream().filter(this::isFree).limit(max).toList());
		}
		Integer lane = findLane();
		if (lane == null) {
			return List.of();
		}
		this.start = lane + 1;
		return begin(query(this.head, true, this.queue, lane, max));
	}

	private @Nullable Integer findLane() {
		List<Integer> due = this.database.jdbc()
			.queryForList(this.dueLanes, Integer.class, this.queue)
			.stream()
			.filter(Objects::nonNull)
			.toList();
		return Stream
			.concat(due.stream().filter((lane) -> lane >= this.start), due.stream().filter((lane) -> lane < this.start))
			.filter((lane) -> !this.lanesInFlight.contains(lane))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Take these items, as far as they are there and free: of a queue with keys from the
	 * head of their lane on, since what is before an item has to be handled before it.
	 * @param items the items, of one lane
	 * @return the items, which are in flight now
	 */
	synchronized List<ReceivedItem> again(List<ReceivedItem> items) {
		List<Long> ids = Position.ids(items);
		int lane = Position.of(items.get(0)).lane();
		if (!this.keyed) {
			List<ClaimedItem> there = this.database.jdbc()
				.query(this.again, Database.withIds(ids, this.queue, lane),
						(ResultSetExtractor<List<ClaimedItem>>) ClaimedItem::readAll);
			return begin(ClaimedItem.items(there).stream().filter(this::isFree).toList());
		}
		if (this.lanesInFlight.contains(lane)) {
			return List.of();
		}
		List<ReceivedItem> head = query(this.head, false, this.queue, lane, items.size());
		return begin(head.stream().takeWhile((item) -> ids.contains(Position.of(item).id())).toList());
	}

	private List<ReceivedItem> query(String sql, boolean untilWaiting, Object... parameters) {
		ResultSetExtractor<List<ReceivedItem>> reader = (rows) -> {
			List<ReceivedItem> items = new ArrayList<>();
			while (rows.next() && (!untilWaiting || rows.getBoolean("due"))) {
				items.add(ClaimedItem.read(rows).item());
			}
			return items;
		};
		return Objects.requireNonNull(this.database.jdbc().query(sql, reader, parameters));
	}

	private boolean isFree(ReceivedItem item) {
		return !this.inFlight.contains(Position.of(item).id());
	}

	private List<ReceivedItem> begin(List<ReceivedItem> items) {
		items.forEach((item) -> {
			this.inFlight.add(Position.of(item).id());
			this.lanesInFlight.add(Position.of(item).lane());
		});
		return items;
	}

	/** Let others take what is left of these items. */
	synchronized void end(List<ReceivedItem> items) {
		items.forEach((item) -> {
			this.inFlight.remove(Position.of(item).id());
			this.lanesInFlight.remove(Position.of(item).lane());
		});
	}

	/** Count a delivery that may end without an outcome, in a transaction of its own. */
	void countDelivery(List<ReceivedItem> items) {
		this.database.update(this.count, Position.ids(items), this.queue, Position.of(items.get(0)).lane());
	}

	/** Remove items, in the current transaction. */
	int remove(List<ReceivedItem> items) {
		return this.database.update(this.remove, Position.ids(items), this.queue, Position.of(items.get(0)).lane());
	}

}
