/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a handler. All processes of one machine share the clock.
 *
 * @param item the item
 * @param begin when it began, by the clock of the JVM
 * @param end when it ended, or its process
 * @param outcome the word that was written down at its end, or {@value #BEGIN} if none
 */
public record HandlerCall(LedgerItem item, long begin, long end, String outcome) {

	/** What is written down when a call begins. */
	public static final String BEGIN = "begin";

	private static final String KIND = "handling";

	/**
	 * Open a notebook for calls, see {@link #note}.
	 * @param directory where it is
	 */
	public static Notebook notebook(Path directory) {
		return new Notebook(directory, KIND);
	}

	/**
	 * Return the file of a process that has a notebook for calls.
	 * @param directory where it is
	 * @param process the number of the process
	 */
	public static Path file(Path directory, long process) {
		return directory.resolve(process + "." + KIND);
	}

	/**
	 * Return how many calls of a queue's handler have begun or ended so far.
	 * @param directory where the notebook is
	 * @param process the number of the process that handles
	 * @param queue the queue
	 */
	public static long count(Path directory, long process, String queue) {
		return Notebook.count(directory, KIND, process, queue);
	}

	/**
	 * Write down that a call begins or ends now.
	 * @param notebook where
	 * @param queue the queue
	 * @param item the item
	 * @param word {@link #BEGIN} or the outcome
	 */
	public static void note(Notebook notebook, String queue, LedgerItem item, String word) {
		notebook.note(queue, item.key(), item.number(), word, System.nanoTime());
	}

	/**
	 * Return the calls of a queue's handler in all processes, in the order of their
	 * begin.
	 * @param queue the queue
	 * @param directory where the notebooks are
	 * @param ends when processes were killed, by their number
	 */
	public static List<HandlerCall> of(String queue, Path directory, Map<String, Long> ends) {
		Map<String, List<String>> open = new LinkedHashMap<>();
		List<HandlerCall> calls = new ArrayList<>();
		for (List<String> line : Notebook.read(directory, KIND)) {
			if (!line.get(1).equals(queue)) {
				continue;
			}
			String call = line.get(0) + " " + line.get(2) + " " + line.get(3);
			List<String> begin = line.get(4).equals(BEGIN) ? open.put(call, line) : open.remove(call);
			if (begin != null) {
				calls.add(of(begin, Long.parseLong(line.get(5)), line.get(4)));
			}
		}
		open.values().forEach((line) -> calls.add(of(line, ends.getOrDefault(line.get(0), Long.MAX_VALUE), BEGIN)));
		calls.sort(Comparator.comparingLong(HandlerCall::begin));
		return calls;
	}

	private static HandlerCall of(List<String> line, long end, String outcome) {
		return new HandlerCall(new LedgerItem(line.get(2), Long.parseLong(line.get(3))), Long.parseLong(line.get(5)),
				end, outcome);
	}

	/**
	 * Return how many calls began before another of the same key had ended.
	 * @param calls the calls in the order of their begin
	 */
	public static int overlapping(List<HandlerCall> calls) {
		Map<String, HandlerCall> last = new HashMap<>();
		int found = 0;
		for (HandlerCall call : calls) {
			HandlerCall before = last.get(call.item().key());
			found += (before != null && before.end() > call.begin()) ? 1 : 0;
			if (before == null || before.end() < call.end()) {
				last.put(call.item().key(), call);
			}
		}
		return found;
	}

}
