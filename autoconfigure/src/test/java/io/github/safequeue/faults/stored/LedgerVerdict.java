/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.Notebook;

/**
 * What became of the items of a queue.
 *
 * @param confirmed how many items the store has confirmed
 * @param lost how many of those have no effect in the database
 * @param twice how many effects in the database there are beyond one an item
 * @param repeated how many calls of a handler there were beyond one an item
 * @param outOfOrder how many effects come behind one of a later item of the same key
 * @param overlapping how many calls began before another of the same key had ended
 * @param dead how many items became dead letters
 */
record LedgerVerdict(int confirmed, int lost, int twice, int repeated, int outOfOrder, int overlapping, int dead) {

	/**
	 * Hold what was confirmed against the effects.
	 * @param queue the queue
	 * @param directory where the notebooks are
	 * @param jdbc the database
	 * @param ends when processes were killed, by their number
	 */
	static LedgerVerdict of(String queue, Path directory, JdbcTemplate jdbc, Map<String, Long> ends) {
		List<LedgerItem> effects = jdbc.query("select item_key, number from effect where queue = ? order by id",
				(row, index) -> new LedgerItem(String.valueOf(row.getString(1)), row.getLong(2)), queue);
		Set<LedgerItem> distinct = new HashSet<>(effects);
		Set<LedgerItem> lost = new HashSet<>();
		int confirmed = 0;
		for (List<String> line : Notebook.read(directory, "confirmed")) {
			if (line.get(1).equals(queue)) {
				confirmed++;
				lost.add(new LedgerItem(line.get(2), Long.parseLong(line.get(3))));
			}
		}
		lost.removeAll(distinct);
		List<HandlerCall> calls = HandlerCall.of(queue, directory, ends);
		Set<LedgerItem> called = new HashSet<>();
		calls.forEach((call) -> called.add(call.item()));
		Integer dead = jdbc.queryForObject("select count(*) from safequeue_dead where queue = ?", Integer.class, queue);
		return new LedgerVerdict(confirmed, lost.size(), effects.size() - distinct.size(), calls.size() - called.size(),
				outOfOrder(effects), HandlerCall.overlapping(calls), (dead != null) ? dead : 0);
	}

	private static int outOfOrder(List<LedgerItem> effects) {
		Map<String, Long> last = new HashMap<>();
		int found = 0;
		for (LedgerItem effect : effects) {
			Long before = last.put(effect.key(), effect.number());
			found += (before != null && before > effect.number()) ? 1 : 0;
		}
		return found;
	}

}
