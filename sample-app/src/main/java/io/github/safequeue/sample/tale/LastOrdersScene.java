package io.github.safequeue.sample.tale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
	public String name() {
		return "the last orders before closing";
	}

	@Override
	public String explanation() {
		return """
				A bean submits %d orders from its @PreDestroy method, once to Spring Boot's default
				applicationTaskExecutor and once to a SafeQueue, each in an application of its own.
				Eight orders may be written at a time, each takes 50 ms and uses a bean (a ledger)
				that the closing context destroys as well. An order is lost silently if it was accepted,
				not completed, and no line at WARN or ERROR was logged.""".formatted(Till.ORDERS);
	}

	@Override
	public SceneResult run() {
		Figures executor = playWithExecutor();
		Figures queue = playWithQueue();
		return new SceneResult(table(executor, queue), queue.brokenPromises());
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
		List<List<String>> rows = new ArrayList<>();
		addRow(rows, "submitted", executor, queue, Figures::submitted);
		addRow(rows, "accepted", executor, queue, Figures::accepted);
		addRow(rows, "completed", executor, queue, Figures::completed);
		addRow(rows, "interrupted half-way", executor, queue, Figures::interrupted);
		addRow(rows, "ran on a destroyed bean", executor, queue, Figures::usedAfterDestroy);
		addRow(rows, "lost silently", executor, queue, Figures::lostSilently);
		addRow(rows, "lines at WARN or ERROR", executor, queue, Figures::logLines);
		return new ResultTable(List.of("", "applicationTaskExecutor", "SafeQueue"), rows);
	}

	private static void addRow(List<List<String>> rows, String name, Figures executor, Figures queue,
			Function<Figures, Integer> figure) {
		rows.add(List.of(name, figure.apply(executor).toString(), figure.apply(queue).toString()));
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
			List<String> broken = new ArrayList<>();
			check(broken, "accepted", this.accepted, this.submitted);
			check(broken, "completed", this.completed, this.submitted);
			check(broken, "ran on a destroyed bean", this.usedAfterDestroy, 0);
			check(broken, "lost", lost(), 0);
			return broken;
		}

		private static void check(List<String> broken, String what, int measured, int promised) {
			if (measured != promised) {
				broken.add("%s: %d promised, %d measured".formatted(what, promised, measured));
			}
		}

	}

}
