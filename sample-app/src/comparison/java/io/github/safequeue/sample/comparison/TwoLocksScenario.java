/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.endpoint.DeadlockedThreadDescriptor;
import io.github.safequeue.endpoint.SafeQueueDescriptor;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;
import io.github.safequeue.endpoint.WorkerDescriptor;

/**
 * Two workers lock two accounts in opposite order, which the endpoint reports. In the
 * other variant one queue owns both accounts.
 */
final class TwoLocksScenario extends ForkedScenario {

	private static final int TRANSFERS = 1_000;

	private static final String QUEUE = "transfers";

	private static final long LOOK_MILLIS = 20;

	private final String ours;

	TwoLocksScenario() {
		this("queue");
	}

	/**
	 * Create the scenario.
	 * @param ours the variant that has to meet the guarantees
	 */
	TwoLocksScenario(String ours) {
		super("two-locks", Variant.other("locks", (progress) -> measure(LockingBankConfiguration.class, progress)),
				Variant.ours("queue", (progress) -> measure(QueueBankConfiguration.class, progress)));
		this.ours = ours;
	}

	private static void measure(Class<?> configuration, Progress progress) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplication(configuration)
			.run("--spring.config.name=comparison");
		Bank bank = context.getBean(Bank.class);
		SafeQueuesEndpoint endpoint = context.getBean(SafeQueuesEndpoint.class);
		progress.steps(TRANSFERS, bank::transfers);
		submit(context);
		SafeQueueDescriptor seen = look(endpoint);
		while (seen.handled() < TRANSFERS && seen.deadlock() == null) {
			Thread.sleep(LOOK_MILLIS);
			seen = look(endpoint);
		}
		SafeQueueDescriptor last = seen;
		progress.show("accepted", last::accepted);
		progress.show("deadlocked", () -> last.workers().stream().filter(WorkerDescriptor::deadlocked).count());
		progress.show("cycle", () -> cycle(last));
		progress.show("missing", () -> Bank.moneyAtFirst() - bank.money());
	}

	private static void submit(ConfigurableApplicationContext context) {
		@SuppressWarnings("unchecked")
		SafeQueue<Bank.Transfer> queue = context.getBean(QUEUE, SafeQueue.class);
		for (int number = 0; number < TRANSFERS; number++) {
			if (!queue.offer(new Bank.Transfer(number % 2 == 0))) {
				throw new IllegalStateException("The queue refused transfer " + number);
			}
		}
	}

	private static SafeQueueDescriptor look(SafeQueuesEndpoint endpoint) {
		return Objects.requireNonNull(endpoint.queue(QUEUE));
	}

	private static String cycle(SafeQueueDescriptor seen) {
		List<DeadlockedThreadDescriptor> cycle = seen.deadlock();
		if (cycle == null) {
			return "none";
		}
		return cycle.stream()
			.map((thread) -> number(thread.thread()) + " for " + number(thread.heldBy()))
			.collect(Collectors.joining(", "));
	}

	private static String number(String thread) {
		return thread.substring(thread.lastIndexOf('-') + 1);
	}

	@Override
	public String title() {
		return "two locks in opposite order";
	}

	@Override
	public String description() {
		return String.format(Locale.ROOT,
				"%,d transfers go to and fro between two accounts: two workers lock the account "
						+ "that pays and then the other one; beside them one queue owns both accounts.",
				TRANSFERS);
	}

	@Override
	public ScenarioResult run() {
		List<Outcome> outcomes = List.of(fork("locks"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "two locks", "one SafeQueue")
			.row("transfers accepted", (outcome) -> outcome.number("accepted"))
			.row("transfers done", Outcome::progress)
			.row("deadlocked workers, by the endpoint", (outcome) -> outcome.number("deadlocked"))
			.row("which waits for which, by the endpoint", (outcome) -> outcome.text("cycle"))
			.build();
		List<String> violations = new Guarantees().expect("transfers accepted", TRANSFERS, ours.count("accepted"))
			.expect("transfers done", TRANSFERS, ours.done())
			.expect("deadlocked workers", 0, ours.count("deadlocked"))
			.expect("money missing", 0, ours.count("missing"))
			.violations();
		return new ScenarioResult(table, outcomes.get(0).progress(), ours.progress(), violations);
	}

}
