/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Threads and cleanups increment a counter: unguarded, behind a lock, and owned by a
 * queue.
 */
final class CounterScenario extends ForkedScenario {

	private final String ours;

	CounterScenario() {
		this("queue");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	CounterScenario(String ours) {
		super("counter", Variant.other("plain", body((increments) -> new Counter.Plain())),
				Variant.other("lock", body((increments) -> new Counter.Locked())),
				Variant.ours("queue", body(Counter.Owned::new)));
		this.ours = ours;
	}

	private static Variant.Body body(IntFunction<Counter> counters) {
		int room = CounterRace.INCREMENTS + CounterRace.CLEANUPS;
		return (progress) -> {
			try (Counter another = counters.apply(1); Counter counter = counters.apply(room)) {
				// Threads that wait for a class to be loaded are not what is counted.
				another.increment();
				new CounterRace(counter).run(progress);
			}
		};
	}

	@Override
	public String title() {
		return "the racing counter";
	}

	@Override
	public String description() {
		return "Four threads increment one counter; then objects are collected while it is in use, "
				+ "and their cleanup increments it too.";
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("plain"), fork("lock"), fork(this.ours));
		Outcome ours = outcomes.get(2);
		ResultTable table = ResultTable.of(outcomes, "no guard", "synchronized", "SafeQueue")
			.row("increments", (outcome) -> outcome.number("increments"))
			.row("counted", (outcome) -> outcome.number("counted"))
			.row("lost", CounterScenario::lost)
			.row("waits of the four threads", (outcome) -> outcome.number("waits"))
			.row("cleanups that had to wait", CounterScenario::cleanups)
			.build();
		List<String> violations = new Guarantees()
			.expect("counted", CounterRace.INCREMENTS + CounterRace.CLEANUPS, ours.count("counted"))
			.expect("waits of the four threads", 0, ours.count("waits"))
			.expect("cleanups that had to wait", 0, ours.count("waited"))
			.violations();
		return new ScenarioResult(table,
				"%s lost, or %s waited".formatted(lost(outcomes.get(0)), cleanups(outcomes.get(1))),
				"%s lost, %s waited".formatted(lost(ours), cleanups(ours)), violations);
	}

	private static String lost(Outcome outcome) {
		return outcome.number("lost");
	}

	private static String cleanups(Outcome outcome) {
		return "%s of %d".formatted(outcome.number("waited"), CounterRace.CLEANUPS);
	}

}
