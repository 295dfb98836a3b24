/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Objects are collected while main is inside {@code offer}, and their cleanup submits to
 * the same queue.
 */
final class CollectedScenario extends ForkedScenario {

	private static final int CLEANUPS = 10_000;

	private final String ours;

	CollectedScenario() {
		this("offer");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	CollectedScenario(String ours) {
		super("collected", Variant.other("put", body(Tasks::put)), Variant.ours("offer", body(Tasks::offer)));
		this.ours = ours;
	}

	private static Variant.Body body(Supplier<Tasks> queue) {
		return (progress) -> {
			Garbage garbage = new Garbage();
			AtomicLong whileInside = new AtomicLong();
			try (Tasks tasks = queue.get()) {
				Buffers buffers = new Buffers(garbage, () -> {
					boolean inside = tasks.isMainInside();
					tasks.note();
					whileInside.addAndGet(inside ? 1 : 0);
				});
				progress.steps(CLEANUPS, whileInside::get);
				progress.show("used", buffers::used);
				progress.show("cleanups", buffers::givenBack);
				progress.show("cleaner", garbage::threadState);
				tasks.show(progress);
				Runnable useBuffer = buffers::use;
				while (whileInside.get() < CLEANUPS) {
					tasks.submit(useBuffer);
				}
				settle(tasks, buffers);
			}
		};
	}

	/** Wait until no buffer is in use any more, and no note waits. */
	private static void settle(Tasks tasks, Buffers buffers) throws InterruptedException {
		while (!tasks.isSettled() || buffers.givenBack() < buffers.used() || !tasks.isSettled()) {
			System.gc();
			Thread.sleep(1);
		}
	}

	@Override
	public String title() {
		return "collected inside offer";
	}

	@Override
	public String description() {
		return "Main fills a queue whose worker uses buffers and forgets them; the cleanup of a forgotten buffer leaves "
				+ "a note in the same full queue before the buffer is free for the worker.";
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("put"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "ArrayBlockingQueue.put", "SafeQueue.offer")
			.row("cleanups while main was inside", Outcome::progress)
			.row("cleanups in all", (outcome) -> outcome.number("cleanups"))
			.row("the Cleaner's thread at the end", (outcome) -> outcome.text("cleaner"))
			.row("notes of cleanups accepted", (outcome) -> outcome.number("notesAccepted"))
			.row("notes refused: the queue was full", (outcome) -> outcome.number("notesRefused"))
			.row("accepted, of main and cleanups", (outcome) -> outcome.number("accepted"))
			.row("of these handled", (outcome) -> outcome.number("handled"))
			.build();
		List<String> violations = guarantees(ours).expect("cleanups in all", ours.count("used"), ours.count("cleanups"))
			.violations();
		return new ScenarioResult(table, outcomes.get(0).progress(), ours.progress(), violations);
	}

	/** Check the guarantees of a full queue that main and others submit to. */
	static Guarantees guarantees(Outcome ours) {
		return new Guarantees().expect("ended", 1, ours.ended() ? 1 : 0)
			.expect("steps", ours.total(), ours.done())
			.expect("handled", ours.count("accepted"), ours.count("handled"))
			.expect("handled, says the queue", ours.count("handled"), ours.count("queueHandled"))
			.expect("accepted, says the queue", ours.count("accepted"), ours.count("queueAccepted"))
			.expect("refused, says the queue", ours.count("refused"), ours.count("queueRefused"));
	}

}
