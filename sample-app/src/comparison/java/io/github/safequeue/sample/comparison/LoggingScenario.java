/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.function.Supplier;

/**
 * A Cleaner's callback logs while the log's buffer is full and the thread that writes
 * waits for what the Cleaner brings.
 */
final class LoggingScenario extends ForkedScenario {

	private static final int LINES = 20_000;

	private final String ours;

	LoggingScenario() {
		this("queue");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	LoggingScenario(String ours) {
		super("logging", Variant.other("async", body(AsyncLog::async)), Variant.ours("queue", body(AsyncLog::safe)));
		this.ours = ours;
	}

	private static Variant.Body body(Supplier<AsyncLog> logs) {
		return (progress) -> {
			Garbage garbage = new Garbage();
			try (AsyncLog log = logs.get()) {
				Buffers buffers = new Buffers(garbage, log::logCleanup);
				log.open(buffers);
				progress.steps(LINES, log::mainLogged);
				progress.show("used", buffers::used);
				progress.show("cleanups", buffers::givenBack);
				progress.show("cleaner", garbage::threadState);
				log.show(progress);
				while (log.mainLogged() < LINES) {
					log.log();
				}
				while (!log.isSettled() || buffers.givenBack() < buffers.used() || !log.isSettled()) {
					System.gc();
					Thread.sleep(1);
				}
			}
		};
	}

	@Override
	public String title() {
		return "logging from a cleanup";
	}

	@Override
	public String description() {
		return "Main logs more than the thread that writes can write. That thread needs a buffer for each line and forgets "
				+ "it; the cleanup of a forgotten buffer logs a line before the buffer is free again.";
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("async"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "Logback's AsyncAppender", "SafeQueueAppender")
			.row("lines that main logged", Outcome::progress)
			.row("lines logged, those of cleanups included", (outcome) -> outcome.number("logged"))
			.row("written", (outcome) -> outcome.number("written"))
			.row("dropped and counted: the buffer was full", (outcome) -> outcome.number("dropped"))
			.row("the Cleaner's thread at the end", (outcome) -> outcome.text("cleaner"))
			.build();
		return new ScenarioResult(table, outcomes.get(0).progress(), ours.progress(), guarantees(ours).violations());
	}

	/** Check the guarantees of a log that is full. */
	static Guarantees guarantees(Outcome ours) {
		return new Guarantees().expect("ended", 1, ours.ended() ? 1 : 0)
			.expect("lines that main logged", ours.total(), ours.done())
			.expect("written or dropped", ours.count("logged"), ours.count("written") + ours.count("dropped"))
			.expect("cleanups", ours.count("used"), ours.count("cleanups"));
	}

}
