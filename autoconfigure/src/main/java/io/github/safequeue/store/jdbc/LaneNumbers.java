/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.DataAccessUtils;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * How many lanes each queue has. A queue without keys has one. The number is kept in the
 * database: with another one, items of a key would be in two lanes.
 */
final class LaneNumbers {

	private final Database database;

	private final Map<String, Integer> known = new ConcurrentHashMap<>();

	LaneNumbers(Database database) {
		this.database = database;
	}

	/**
	 * Return the lane of an item.
	 * @param queue the name of the queue, which this process may not have opened
	 * @param key the item's key, or {@code null}
	 * @return the lane's number
	 */
	int laneOf(String queue, @Nullable String key) {
		Integer lanes = this.known.get(queue);
		if (lanes == null) {
			lanes = kept(queue);
		}
		return lane(key, lanes);
	}

	/** Return the lane that a key has among that many lanes. */
	static int lane(@Nullable String key, int lanes) {
		return (key == null || lanes <= 1) ? 0 : Math.floorMod(key.hashCode(), lanes);
	}

	/**
	 * Hold a queue to its number of lanes, or keep the number where there is none yet.
	 * @param queue the queue's name
	 * @param lanes the number that it is to have
	 * @throws SafeQueueConfigurationException if it has items in another number of lanes
	 */
	void hold(String queue, int lanes) {
		this.database.transactions().run(() -> {
			lockLanes();
			int kept = kept(queue);
			if (kept != lanes) {
				if (kept != 0 && hasItems(queue)) {
					throw otherNumber(queue, kept, lanes);
				}
				this.database.jdbc().update(sql("delete from {lane} where queue = ?"), queue);
				for (int lane = 0; lane < lanes; lane++) {
					this.database.jdbc().update(sql("insert into {lane} (queue, lane) values (?, ?)"), queue, lane);
				}
			}
			return lanes;
		});
		this.known.put(queue, lanes);
	}

	/** Instances that start at the same time, one after the other. */
	private void lockLanes() {
		if (this.database.isPostgres()) {
			this.database.jdbc().execute(sql("lock table {lane} in share row exclusive mode"));
		}
	}

	private int kept(String queue) {
		return DataAccessUtils.requiredSingleResult(this.database.jdbc()
			.queryForList(sql("select count(*) from {lane} where queue = ?"), Integer.class, queue));
	}

	private boolean hasItems(String queue) {
		return !this.database.jdbc()
			.queryForList(sql("select id from {item} where queue = ? fetch first 1 row only"), Long.class, queue)
			.isEmpty();
	}

	private String sql(String statement) {
		return this.database.tables().in(statement);
	}

	private static SafeQueueConfigurationException otherNumber(String queue, int kept, int lanes) {
		String problem = "Queue '%s': its items in the store jdbc are in %d lanes, but this application has %d."
			.formatted(queue, kept, lanes);
		if (kept == 1 || lanes == 1) {
			return new SafeQueueConfigurationException(queue, problem + " One lane is that of a queue without keys.",
					"Let all applications give the queue a key, or none of them, or change it while the queue is empty.");
		}
		return new SafeQueueConfigurationException(queue, problem,
				"Set safequeue.store.jdbc.lanes to %d, or change it while the queue is empty.".formatted(kept));
	}

}
