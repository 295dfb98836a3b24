/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Borrowers of a pool forget to give connections back; the cleanup does.
 */
final class PoolScenario extends ForkedScenario {

	private static final int BORROWERS = 2;

	private static final int BORROWINGS = 500;

	private static final long COLLECT_MILLIS = 2;

	private final String ours;

	PoolScenario() {
		this("queue");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	PoolScenario(String ours) {
		super("pool", Variant.other("lock", body(LockingPool::new)), Variant.ours("queue", body(OwnedPool::new)));
		this.ours = ours;
	}

	private static Variant.Body body(Function<Garbage, Pool> pools) {
		return (progress) -> {
			Garbage garbage = new Garbage();
			AtomicInteger served = new AtomicInteger();
			try (Pool pool = pools.apply(garbage)) {
				progress.steps(BORROWINGS, served::get);
				progress.show("idle", pool::idle);
				progress.show("cleaner", garbage::threadState);
				for (int number = 0; number < BORROWERS; number++) {
					startBorrower(pool, served);
				}
				while (served.get() < BORROWINGS || pool.idle() < Pool.CONNECTIONS) {
					Thread.sleep(COLLECT_MILLIS);
					System.gc();
				}
			}
		};
	}

	private static void startBorrower(Pool pool, AtomicInteger served) {
		Thread borrower = new Thread(() -> {
			try {
				for (int count = 0; count < BORROWINGS / BORROWERS; count++) {
					pool.borrowAndForget();
					served.incrementAndGet();
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, "borrower");
		borrower.setDaemon(true);
		borrower.start();
	}

	@Override
	public String title() {
		return "the leaking pool";
	}

	@Override
	public String description() {
		return "Two threads borrow from a pool of %d connections and forget to give them back, "
			.formatted(Pool.CONNECTIONS) + "which is left to the cleanup of the forgotten ones.";
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("lock"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "waits inside its lock", "owned by a SafeQueue")
			.row("borrowed", Outcome::progress)
			.row("connections in the pool at the end",
					(outcome) -> "%s of %d".formatted(outcome.text("idle"), Pool.CONNECTIONS))
			.row("the Cleaner's thread at the end", (outcome) -> outcome.text("cleaner"))
			.build();
		List<String> violations = new Guarantees().expect("ended", 1, ours.ended() ? 1 : 0)
			.expect("borrowed", BORROWINGS, ours.done())
			.expect("connections in the pool at the end", Pool.CONNECTIONS, ours.count("idle"))
			.violations();
		return new ScenarioResult(table, outcomes.get(0).progress(), ours.progress(), violations);
	}

}
