/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Signals come while main is inside {@code offer}, and their handler submits to the same
 * queue.
 */
final class SignalScenario extends ForkedScenario {

	private static final int SIGNALS = 500;

	private static final int TASKS_A_SIGNAL = 16;

	private static final String SIGNAL = "USR2";

	private static final long POLL_NANOS = 20_000;

	private final String ours;

	SignalScenario() {
		this("offer");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	SignalScenario(String ours) {
		super("signal", Variant.other("put", (progress) -> measure(Tasks::put, progress)),
				Variant.ours("offer", (progress) -> measure(Tasks::offer, progress)));
		this.ours = ours;
	}

	private static void measure(Supplier<Tasks> queue, Progress progress) throws Exception {
		Semaphore permits = new Semaphore(0);
		AtomicLong handlers = new AtomicLong();
		AtomicLong whileInside = new AtomicLong();
		AtomicReference<@Nullable Thread> handler = new AtomicReference<>();
		try (Tasks tasks = queue.get()) {
			Signals.handle(SIGNAL, () -> {
				boolean inside = tasks.isMainInside();
				handler.set(Thread.currentThread());
				tasks.note();
				permits.release(TASKS_A_SIGNAL);
				whileInside.addAndGet(inside ? 1 : 0);
				handlers.incrementAndGet();
			});
			progress.steps(SIGNALS, whileInside::get);
			progress.show("handlers", handlers::get);
			progress.show("handler", () -> describe(handler.get()));
			tasks.show(progress);
			Thread sender = startSender(handlers, whileInside);
			Runnable task = permits::acquireUninterruptibly;
			while (whileInside.get() < SIGNALS) {
				tasks.submit(task);
			}
			sender.join();
			// What main left is still to be handled.
			permits.release(Tasks.CAPACITY + 1);
		}
	}

	private static String describe(@Nullable Thread handler) {
		return (handler != null) ? ThreadStacks.describe(handler) : "none";
	}

	/** Send signals, each when the handler of the one before has come back. */
	private static Thread startSender(AtomicLong handlers, AtomicLong whileInside) {
		Thread sender = new Thread(() -> {
			try (Signals signals = new Signals(SIGNAL)) {
				while (whileInside.get() < SIGNALS) {
					long before = handlers.get();
					signals.send();
					while (handlers.get() == before) {
						LockSupport.parkNanos(POLL_NANOS);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "sender");
		sender.setDaemon(true);
		sender.start();
		return sender;
	}

	@Override
	public String title() {
		return "a signal inside offer";
	}

	@Override
	public String description() {
		return "Main fills a queue whose worker needs a %s signal for every %d tasks; ".formatted(SIGNAL,
				TASKS_A_SIGNAL)
				+ "the signal's handler leaves a note in the same full queue before it lets the worker go on.";
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("put"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "ArrayBlockingQueue.put", "SafeQueue.offer")
			.row("signals while main was inside", Outcome::progress)
			.row("signals handled in all", (outcome) -> outcome.number("handlers"))
			.row("the last handler's thread", (outcome) -> outcome.text("handler"))
			.row("notes of handlers accepted", (outcome) -> outcome.number("notesAccepted"))
			.row("notes refused: the queue was full", (outcome) -> outcome.number("notesRefused"))
			.row("accepted, of main and handlers", (outcome) -> outcome.number("accepted"))
			.row("of these handled", (outcome) -> outcome.number("handled"))
			.build();
		return new ScenarioResult(table, outcomes.get(0).progress(), ours.progress(),
				CollectedScenario.guarantees(ours).violations());
	}

}
