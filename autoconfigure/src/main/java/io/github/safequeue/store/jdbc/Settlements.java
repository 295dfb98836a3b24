/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.safequeue.store.LostDeliveriesException;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * Carries out what becomes of items that were not removed, within the current
 * transaction. A row that has gone, or that another process has counted on meanwhile, is
 * left alone: so the same answers may be carried out twice.
 */
final class Settlements {

	/** The row as it was received, or not at all. */
	private static final String ROW = " where queue = ? and lane = ? and id = ? and failures = ?";

	private final Database database;

	private final String queue;

	private final LaneNumbers lanes;

	private final String lock;

	private final String settle;

	private final String bury;

	private final String forward;

	private final String remove;

	Settlements(Database database, String queue, LaneNumbers lanes) {
		this.database = database;
		this.queue = queue;
		this.lanes = lanes;
		Tables tables = database.tables();
		// The clock of the statement: the transaction may have begun long ago.
		String now = database.isPostgres() ? "clock_timestamp()" : "current_timestamp";
		String later = database.isPostgres() ? "clock_timestamp() + ? * interval '1 millisecond'"
				: "dateadd(millisecond, ?, current_timestamp)";
		this.lock = tables.in("select id from {item}" + ROW + " for update skip locked");
		this.settle = tables.in("update {item} set failures = ?, lost = ?, available_at = " + later + ROW);
		this.bury = tables.in("insert into {dead} (queue, message_id, item_key, payload, cause, deliveries, failed_at)"
				+ " select queue, message_id, item_key, payload, ?, ?, " + now + " from {item}" + ROW);
		this.forward = tables.in("insert into {item} (queue, lane, message_id, item_key, payload, headers)"
				+ " select ?, ?, message_id, item_key, payload, headers from {item}" + ROW);
		this.remove = tables.in("delete from {item}" + ROW);
	}

	/**
	 * Carry out what a handler has answered.
	 * @param answers the answers
	 * @return the names of the other queues that have got an item
	 */
	Set<String> carryOut(List<Settlement> answers) {
		Set<String> others = new HashSet<>();
		for (Settlement answer : answers) {
			ReceivedItem item = answer.item();
			if (!isFree(item)) {
				continue;
			}
			if (answer instanceof Settlement.Retry retry) {
				write(item, item.failures() + 1, item.lost(), retry.delay());
			}
			else if (answer instanceof Settlement.PutBack putBack) {
				write(item, item.failures(), item.lost() + 1, putBack.delay());
			}
			else if (answer instanceof Settlement.Release) {
				release(item);
			}
			else if (answer instanceof Settlement.Dead dead) {
				bury(item, dead.cause());
			}
			else if (answer instanceof Settlement.Forward forward) {
				forward(item, forward.queue());
				others.add(forward.queue());
			}
		}
		return others;
	}

	/**
	 * Write a row as it was received. Its transaction then has an outcome: PostgreSQL
	 * shows a row whose last lock was not followed by one.
	 */
	void release(ReceivedItem item) {
		write(item, item.failures(), item.lost(), Duration.ZERO);
	}

	/** Count a delivery that had no outcome. */
	void countLost(ReceivedItem item) {
		write(item, item.failures(), item.lost() + 1, Duration.ZERO);
	}

	private boolean isFree(ReceivedItem item) {
		return !this.database.jdbc().queryForList(this.lock, Long.class, row(item)).isEmpty();
	}

	private void write(ReceivedItem item, int failures, int lost, Duration wait) {
		this.database.jdbc().update(this.settle, with(item, failures, lost, wait.toMillis()));
	}

	private void bury(ReceivedItem item, Throwable cause) {
		int thisOne = (cause instanceof LostDeliveriesException) ? 0 : 1;
		this.database.jdbc()
			.update(this.bury, with(item, cause.getClass().getName(), item.failures() + item.lost() + thisOne));
		this.database.jdbc().update(this.remove, row(item));
	}

	private void forward(ReceivedItem item, String other) {
		this.database.jdbc().update(this.forward, with(item, other, this.lanes.laneOf(other, item.key())));
		this.database.jdbc().update(this.remove, row(item));
	}

	private Object[] row(ReceivedItem item) {
		return with(item);
	}

	private Object[] with(ReceivedItem item, Object... parameters) {
		Position position = Position.of(item);
		Object[] all = new Object[parameters.length + 4];
		System.arraycopy(parameters, 0, all, 0, parameters.length);
		all[parameters.length] = this.queue;
		all[parameters.length + 1] = position.lane();
		all[parameters.length + 2] = position.id();
		all[parameters.length + 3] = item.failures();
		return all;
	}

}
