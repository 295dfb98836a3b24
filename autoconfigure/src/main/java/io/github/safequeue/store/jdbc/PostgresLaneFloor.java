/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.DataAccessUtils;

/**
 * The number below which a queue with keys has no items and gets none any more. Rows
 * below it need not be looked at: where a transaction elsewhere is open for long, the
 * server keeps those that were removed, and reads them again for each claim.
 *
 * <p>
 * A lower number may still become visible after a higher one was seen, since numbers are
 * drawn before their transaction commits. A transaction that has drawn one holds the lock
 * on the table that an insert takes. So a number that was seen becomes the floor in three
 * steps: note who holds that lock, see that none of them does any more, and only then
 * look which rows there are: the floor is not above the lowest of them. Any thread.
 */
final class PostgresLaneFloor {

	static final long INTERVAL_NANOS = 250_000_000L;

	/** While one thread looks, no other one does. */
	private static final long LOOKING_NANOS = 60_000_000_000L;

	/** Each so many looks is one at all rows, in case the numbers have begun anew. */
	private static final int FULL_LOOK = 40;

	private final Database database;

	private final String queue;

	private final LongSupplier clock;

	private final String look;

	private final AtomicLong floor = new AtomicLong();

	/** The highest number that was seen, of a committed row. */
	private final AtomicLong seen = new AtomicLong();

	private final AtomicLong due;

	// By the thread that looks.

	private long candidate;

	/** Who may have drawn a number below the candidate and not ended yet. */
	private Set<String> writers = Set.of();

	private int looks;

	PostgresLaneFloor(Database database, String queue, LongSupplier clock) {
		this.database = database;
		this.queue = queue;
		this.clock = clock;
		this.due = new AtomicLong(clock.getAsLong());
		// The snapshot that shows the rows is older than the look at the locks.
		this.look = database.tables()
			.in("select min(head) as lowest, array(select virtualtransaction from pg_locks"
					+ " where relation = '{item}'::regclass and mode = 'RowExclusiveLock' and database ="
					+ " (select oid from pg_database where datname = current_database())) as writers"
					+ " from (select (select id from {item} i where i.queue = l.queue and i.lane = l.lane"
					+ " and i.id >= ? order by id limit 1) as head from {lane} l where queue = ?) heads");
	}

	/** An item was claimed. */
	void claimed(long id) {
		this.seen.accumulateAndGet(id, Math::max);
	}

	/** Return the floor. The first statement of a transaction. */
	long get() {
		long due = this.due.get();
		long now = this.clock.getAsLong();
		if (now - due >= 0 && this.due.compareAndSet(due, now + LOOKING_NANOS)) {
			try {
				look();
			}
			finally {
				this.due.set(this.clock.getAsLong() + INTERVAL_NANOS);
			}
		}
		return this.floor.get();
	}

	private void look() {
		long seen = this.seen.get();
		long from = (++this.looks % FULL_LOOK == 0) ? 0 : this.floor.get();
		Look look = DataAccessUtils.requiredSingleResult(this.database.jdbc()
			.query(this.look,
					(row, number) -> new Look((Long) row.getObject("lowest"), strings(row.getArray("writers"))), from,
					this.queue));
		long lowest = (look.lowest() != null) ? look.lowest() : Long.MAX_VALUE;
		if (lowest < this.floor.get()) {
			this.floor.set(0);
			this.seen.set(0);
			this.candidate = 0;
		}
		else if (this.writers.isEmpty()) {
			this.floor.set(Math.max(this.floor.get(), Math.min(this.candidate, lowest)));
			this.candidate = seen;
			this.writers = look.writers();
		}
		else {
			this.writers.retainAll(look.writers());
		}
	}

	private static Set<String> strings(Array array) throws SQLException {
		return new HashSet<>(Arrays.asList((String[]) array.getArray()));
	}

	/**
	 * What one look has shown.
	 *
	 * @param lowest the lowest number from the floor on, or {@code null}
	 * @param writers the transactions that may have inserted something
	 */
	private record Look(@Nullable Long lowest, Set<String> writers) {

	}

}
