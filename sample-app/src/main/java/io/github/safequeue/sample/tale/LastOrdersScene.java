package io.github.safequeue.sample.tale;

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
class LastOrdersScene implements Scene {

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
	public String story() {
		return "While its application closes, a bean submits %d orders from its @PreDestroy method; eight at a time "
			.formatted(Till.ORDERS) + "are written, for 50 ms each, by a bean that closing destroys as well.";
	}

	@Override
	public SceneResult run() {
		Figures executor = playWithExecutor();
		Figures queue = playWithQueue();
		return new SceneResult(table(executor, queue),
				"%d of %d completed".formatted(executor.completed(), Till.ORDERS),
				"%d of %d completed".formatted(queue.completed(), Till.ORDERS), queue.brokenPromises());
	}

	Figures playWithExecutor() {
		ConfigurableApplicationContext context = open(ExecutorShop.class);
		ThreadPoolExecutor pool = context.getBean(ThreadPoolTaskExecutor.class).getThreadPoolExecutor();
		return close(context, () -> settle(pool));
	}

	Figures playWithQueue() {
		return close(open(SafeQueueShop.class), () -> {
		});
	}

	private static ConfigurableApplicationContext open(Class<?> shop) {
		return new SpringApplication(shop).run("--spring.config.name=tale");
	}

	private static Figures close(ConfigurableApplicationContext context, Runnable settle) {
		Ledger ledger = context.getBean(Ledger.class);
		Till till = context.getBean(Till.class);
		try (LogWatch log = new LogWatch()) {
			context.close();
			settle.run();
			return new Figures(Till.ORDERS, till.accepted(), ledger.completed(), ledger.interrupted(),
					ledger.usedAfterDestroy(), log.lines());
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
	 * @param usedAfterDestroy how many used the ledger after it was destroyed
	 * @param logLines how many lines were logged at WARN or ERROR
	 */
	record Figures(int submitted, int accepted, int completed, int interrupted, int usedAfterDestroy, int logLines) {

		int lost() {
			return this.accepted - this.completed;
		}

		int lostSilently() {
			return (this.logLines == 0) ? lost() : 0;
		}

		List<String> brokenPromises() {
			return new Promises().expect("accepted", this.submitted, this.accepted)
				.expect("completed", this.submitted, this.completed)
				.expect("ran on a destroyed bean", 0, this.usedAfterDestroy)
				.expect("lost", 0, lost())
				.broken();
		}

	}

}
