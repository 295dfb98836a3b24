/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.safequeue.store.ReceivedItem;

/**
 * Locks the oldest free rows of a queue without keys. A place that moves on with the
 * claims saves looking at removed rows, which PostgreSQL cannot forget as long as an old
 * transaction may see them. Rows below that place, such as those of a retry, are found by
 * a full look once a second, and whenever nothing else is found.
 */
final class PostgresQueueClaims implements PostgresClaims {

	private static final long FULL_LOOK_NANOS = 1_000_000_000L;

	private final PostgresRows rows;

	private final String queue;

	private final String next;

	private final String again;

	private final AtomicLong floor = new AtomicLong();

	private final LongSupplier clock;

	private final AtomicLong lastFullLook;

	PostgresQueueClaims(Database database, String queue) {
		this(database, queue, System::nanoTime);
	}

	PostgresQueueClaims(Database database, String queue, LongSupplier clock) {
		this.clock = clock;
		this.lastFullLook = new AtomicLong(clock.getAsLong());
		this.rows = new PostgresRows(database, queue);
		this.queue = queue;
		String select = "select " + ClaimedItem.COLUMNS + ", " + ABANDONED
				+ " from {item} where queue = ? and lane = 0 and ";
		this.next = database.tables()
			.in(select + "id > ? and available_at <= now() order by id limit ? for update skip locked");
		this.again = database.tables().in(select + "id = any(?) order by id for update skip locked");
	}

	@Override
	public List<ClaimedItem> next(int max) {
		long last = this.lastFullLook.get();
		long now = this.clock.getAsLong();
		boolean full = now - last >= FULL_LOOK_NANOS && this.lastFullLook.compareAndSet(last, now);
		if (!full) {
			long from = this.floor.get();
			List<ClaimedItem> claimed = lock(from, max);
			if (!claimed.isEmpty()) {
				this.floor.compareAndSet(from, lastId(claimed));
				return claimed;
			}
			if (from == 0) {
				return claimed;
			}
		}
		List<ClaimedItem> claimed = lock(0, max);
		this.floor.set(claimed.isEmpty() ? 0 : lastId(claimed));
		return claimed;
	}

	private List<ClaimedItem> lock(long from, int max) {
		return this.rows.lock(this.next, (statement) -> {
			statement.setString(1, this.queue);
			statement.setLong(2, from);
			statement.setInt(3, max);
		});
	}

	private static long lastId(List<ClaimedItem> claimed) {
		return Position.of(claimed.get(claimed.size() - 1).item()).id();
	}

	@Override
	public List<ClaimedItem> again(List<ReceivedItem> items) {
		return this.rows.lock(this.again, Database.withIds(Position.ids(items), this.queue));
	}

	@Override
	public void keepClaim() {
		// The rows are free again, and below the place that the claim has moved on.
		this.floor.set(0);
		PostgresClaims.super.keepClaim();
	}

	@Override
	public PostgresRows rows() {
		return this.rows;
	}

}
