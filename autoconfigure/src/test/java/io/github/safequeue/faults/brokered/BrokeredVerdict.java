/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;
import io.github.safequeue.faults.ledger.Notebook;

/**
 * What became of the items of a queue.
 *
 * @param confirmed how many items the broker has confirmed
 * @param lost how many of those are neither handled nor bound to fail
 * @param notDead how many of those are bound to fail and not among the dead letters
 * @param wronglyDead how many dead letters are not bound to fail
 * @param repeated how many calls returned beyond one an item
 * @param outOfOrder how many first calls of an item come behind one of a later item of
 * the same key
 * @param overlapping how many calls began before another of the same key had ended
 * @param mostFailures how many calls of one item failed at most
 */
record BrokeredVerdict(int confirmed, int lost, int notDead, int wronglyDead, int repeated, int outOfOrder,
		int overlapping, int mostFailures) {

	/**
	 * Hold what was confirmed against the calls and the dead letters.
	 * @param queue the queue
	 * @param directory where the notebooks are
	 * @param ends when processes were killed, by their number
	 * @param letters the dead letters
	 */
	static BrokeredVerdict of(String queue, Path directory, Map<String, Long> ends, List<LedgerItem> letters) {
		Set<LedgerItem> confirmed = new HashSet<>();
		for (List<String> line : Notebook.read(directory, LedgerProducers.CONFIRMED)) {
			if (line.get(1).equals(queue)) {
				confirmed.add(new LedgerItem(line.get(2), Long.parseLong(line.get(3))));
			}
		}
		List<HandlerCall> calls = HandlerCall.of(queue, directory, ends);
		Map<LedgerItem, Integer> done = count(calls, BrokeredHandlers.DONE);
		int returned = done.values().stream().mapToInt(Integer::intValue).sum();
		int mostFailures = count(calls, BrokeredHandlers.FAILED).values()
			.stream()
			.mapToInt(Integer::intValue)
			.max()
			.orElse(0);
		Set<LedgerItem> dead = new HashSet<>(letters);
		return new BrokeredVerdict(confirmed.size(),
				count(confirmed, (item) -> !BrokeredHandlers.isBad(item) && !done.containsKey(item)),
				count(confirmed, (item) -> BrokeredHandlers.isBad(item) && !dead.contains(item)),
				count(dead, (item) -> !BrokeredHandlers.isBad(item)), returned - done.size(), outOfOrder(calls),
				HandlerCall.overlapping(calls), mostFailures);
	}

	private static Map<LedgerItem, Integer> count(List<HandlerCall> calls, String outcome) {
		Map<LedgerItem, Integer> counts = new HashMap<>();
		calls.stream()
			.filter((call) -> call.outcome().equals(outcome))
			.forEach((call) -> counts.merge(call.item(), 1, Integer::sum));
		return counts;
	}

	private static int count(Set<LedgerItem> items, Predicate<LedgerItem> filter) {
		return (int) items.stream().filter(filter).count();
	}

	private static int outOfOrder(List<HandlerCall> calls) {
		Map<String, Long> last = new HashMap<>();
		Set<LedgerItem> called = new HashSet<>();
		int found = 0;
		for (HandlerCall call : calls) {
			if (called.add(call.item())) {
				Long before = last.put(call.item().key(), call.item().number());
				found += (before != null && before > call.item().number()) ? 1 : 0;
			}
		}
		return found;
	}

}
