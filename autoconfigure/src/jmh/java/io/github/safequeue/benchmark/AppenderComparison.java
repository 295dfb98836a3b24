/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Threads that log to an appender that does nothing, through Logback's
 * {@code AsyncAppender} and through ours: logging calls a second until all had returned,
 * and events a second that arrived until all had that were not dropped. The options, with
 * their defaults: {@code threads=4 rounds=15 events=200000} (of each thread in a round)
 * {@code queue=8192,1048576 name=appender}.
 */
public final class AppenderComparison {

	private static final List<Logging.Call> CALLS = List.of(Logging.Call.LOGGER, Logging.Call.APPENDER);

	private static final int WARM_UP_ROUNDS = 4;

	private AppenderComparison() {
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if a thread fails
	 */
	public static void main(String... args) throws Exception {
		Options options = new Options(args);
		Results results = new Results(options.get("name", "appender"));
		int threads = options.get("threads", 4);
		Undisturbed undisturbed = new Undisturbed(options.get("tries", 30));
		for (Logging.Call call : CALLS) {
			for (int queue : options.numbers("queue", "8192,1048576")) {
				int events = Math.min(options.get("events", 200_000), (queue > 8192) ? queue / threads : queue * 100);
				results.text("\n%d threads, queue of %,d, %s".formatted(threads, queue, call.inWords()));
				compare(results, options.get("rounds", 15), undisturbed, new Load(call, threads, events, queue));
			}
		}
		results.write();
	}

	private static void compare(Results results, int rounds, Undisturbed undisturbed, Load load) throws Exception {
		Map<String, Logging> loggings = new LinkedHashMap<>();
		for (Logging.Kind kind : Logging.Kind.values()) {
			loggings.put(kind.inWords(), new Logging(kind, load.queue()));
		}
		Map<String, List<Logging.Outcome>> outcomes = new LinkedHashMap<>();
		List<String> order = new ArrayList<>(loggings.keySet());
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (String name : order) {
				Logging.Outcome outcome = undisturbed
					.call(() -> loggings.get(name).run(load.call(), load.threads(), load.events()));
				if (round >= 0) {
					outcomes.computeIfAbsent(name, (key) -> new ArrayList<>()).add(outcome);
				}
			}
		}
		for (Logging logging : loggings.values()) {
			logging.close();
		}
		report(results, load, outcomes);
	}

	private static void report(Results results, Load load, Map<String, List<Logging.Outcome>> outcomes) {
		List<Logging.Outcome> ours = outcomes.get(Logging.Kind.SAFE_QUEUE.inWords());
		results.head("million a second", "calls", "arrived", "dropped, %", "SafeQueueAppender: times its calls",
				"times its arrivals");
		for (Logging.Kind kind : Logging.Kind.values()) {
			List<Logging.Outcome> theirs = outcomes.get(kind.inWords());
			Range calls = range(theirs, Logging.Outcome::calls);
			Range arrivals = range(theirs, Logging.Outcome::arrivals);
			Range dropped = range(theirs, Logging.Outcome::droppedPercent);
			Range callLead = lead(ours, theirs, Logging.Outcome::calls);
			Range lead = lead(ours, theirs, Logging.Outcome::arrivals);
			results.cells(kind.inWords(), calls.median(), arrivals.median(), dropped.median(), callLead.inWords(),
					lead.inWords());
			results.row("call", load.call().name(), "threads", load.threads(), "queue", load.queue(), "appender",
					kind.inWords(), "calls", calls.median(), "rate", arrivals.median(), "dropped", dropped.median(),
					"callLead", callLead.median(), "callLeadLow", callLead.low(), "callLeadHigh", callLead.high(),
					"lead", lead.median(), "leadLow", lead.low(), "leadHigh", lead.high());
		}
	}

	private static Range range(List<Logging.Outcome> outcomes, ToDoubleFunction<Logging.Outcome> figure) {
		return Range.of(outcomes.stream().mapToDouble(figure).boxed().toList());
	}

	/** How many times theirs ours is, round by round. */
	private static Range lead(List<Logging.Outcome> ours, List<Logging.Outcome> theirs,
			ToDoubleFunction<Logging.Outcome> figure) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < ours.size(); i++) {
			ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
		}
		return Range.of(ratios);
	}

	/** What is logged. */
	private record Load(Logging.Call call, int threads, int events, int queue) {

	}

}
