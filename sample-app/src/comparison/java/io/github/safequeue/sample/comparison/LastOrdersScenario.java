/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Submits orders from a {@code @PreDestroy} to Spring Boot's task executor and to a
 * queue, each in a context of its own, and counts what became of them.
 */
class LastOrdersScenario implements Scenario {

	private static final long SETTLE_SECONDS = 30;

	@Override
	public String id() {
		return "last-orders";
	}

	@Override
	public String title() {
		return "the last orders before closing";
	}

	@Override
	public String description() {
		return "While its application closes, a bean submits %d orders from its @PreDestroy method; eight at a time "
			.formatted(LastOrderSubmitter.ORDERS)
				+ "are written, for 50 ms each, by a bean that closing destroys as well.";
	}

	@Override
	public ScenarioResult run() {
		Figures executor = runWithExecutor();
		Figures queue = runWithQueue();
		return new ScenarioResult(table(executor, queue),
				"%d of %d completed".formatted(executor.completed(), LastOrderSubmitter.ORDERS),
				"%d of %d completed".formatted(queue.completed(), LastOrderSubmitter.ORDERS), queue.violations());
	}

	Figures runWithExecutor() {
		ConfigurableApplicationContext context = open(ExecutorOrdersConfiguration.class);
		ThreadPoolExecutor pool = context.getBean(ThreadPoolTaskExecutor.class).getThreadPoolExecutor();
		return close(context, () -> settle(pool));
	}

	Figures runWithQueue() {
		return close(open(QueueOrdersConfiguration.class), () -> {
		});
	}

	private static ConfigurableApplicationContext open(Class<?> configuration) {
		return new SpringApplication(configuration).run("--spring.config.name=comparison");
	}

	private static Figures close(ConfigurableApplicationContext context, Runnable settle) {
		OrderStore store = context.getBean(OrderStore.class);
		LastOrderSubmitter submitter = context.getBean(LastOrderSubmitter.class);
		try (WarningCounter warnings = new WarningCounter()) {
			context.close();
			settle.run();
			return new Figures(LastOrderSubmitter.ORDERS, submitter.accepted(), store.completed(), store.interrupted(),
					store.usedAfterDestroy(), warnings.count());
		}
	}

	/**
	 * Wait until what still runs after closing has ended, so that the figures are final.
	 */
	private static void settle(ThreadPoolExecutor pool) {
		try {
			if (!pool.awaitTermination(SETTLE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The task executor is still at work");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ResultTable table(Figures executor, Figures queue) {
		return ResultTable.of(List.of(executor, queue), "applicationTaskExecutor", "SafeQueue")
			.row("submitted", Figures::submitted)
			.row("accepted", Figures::accepted)
			.row("completed", Figures::completed)
			.row("interrupted half-way", Figures::interrupted)
			.row("ran on a destroyed bean", Figures::usedAfterDestroy)
			.row("lost, no line at WARN or ERROR", Figures::lostSilently)
			.row("lines at WARN or ERROR", Figures::logLines)
			.build();
	}

	/**
	 * What became of the orders.
	 *
	 * @param submitted how many were submitted
	 * @param accepted how many were accepted
	 * @param completed how many were written down
	 * @param interrupted how many were interrupted while they were written
	 * @param usedAfterDestroy how many used the store after it was destroyed
	 * @param logLines how many lines were logged at WARN or ERROR
	 */
	record Figures(int submitted, int accepted, int completed, int interrupted, int usedAfterDestroy, int logLines) {

		int lost() {
			return this.accepted - this.completed;
		}

		int lostSilently() {
			return (this.logLines == 0) ? lost() : 0;
		}

		List<String> violations() {
			return new Guarantees().expect("accepted", this.submitted, this.accepted)
				.expect("completed", this.submitted, this.completed)
				.expect("ran on a destroyed bean", 0, this.usedAfterDestroy)
				.expect("lost", 0, lost())
				.violations();
		}

	}

}
