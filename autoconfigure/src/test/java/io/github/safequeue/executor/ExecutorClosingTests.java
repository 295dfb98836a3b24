/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.util.StringUtils;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.executor.ClosingMoment.Caller;
import io.github.safequeue.executor.ClosingTask.Store;
import io.github.safequeue.executor.ClosingTask.Work;
import io.github.safequeue.executor.TaskOutcomes.Outcome;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 20 calls of an {@code @Async} method at each moment of the end, in all orders in which
 * caller, asynchronous bean and what that uses can be defined: by the executor on a
 * queue, and by those of Spring Boot. Only the first is held to anything; what the others
 * did is noted.
 */
@Tag("faults")
@ExtendWith(HushedExtension.class)
class ExecutorClosingTests {

	private static final List<String> ORDERS = List.of("caller,work,store", "caller,store,work", "work,caller,store",
			"work,store,caller", "store,caller,work", "store,work,caller");

	static List<Arguments> ours() {
		List<Arguments> cases = new ArrayList<>();
		for (Executors executor : Executors.values()) {
			if (executor.ours && executor.isPossible()) {
				for (ClosingMoment moment : ClosingMoment.values()) {
					cases.add(Arguments.of(executor, moment));
				}
			}
		}
		return cases;
	}

	static List<Arguments> boots() {
		List<Arguments> cases = new ArrayList<>();
		for (Executors executor : Executors.values()) {
			if (!executor.ours && executor.isPossible()) {
				for (ClosingMoment moment : ClosingMoment.values()) {
					cases.add(Arguments.of(executor, moment));
				}
			}
		}
		return cases;
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("ours")
	void executorOnAQueueCompletesAllWhileTheBeansAreAliveOrRefuses(Executors executor, ClosingMoment moment) {
		Outcome sum = Outcome.NONE;
		for (String order : ORDERS) {
			Outcome outcome = run(executor, moment, order);
			sum = sum.plus(outcome);
			assertThat(outcome).as("defined in the order %s", order)
				.isEqualTo((moment == ClosingMoment.SHUTDOWN_HANDLER) ? new Outcome(0, TaskOutcomes.TASKS, 0, 0, 0, 0)
						: new Outcome(TaskOutcomes.TASKS, 0, TaskOutcomes.TASKS, 0, 0, 0));
		}
		print(executor, moment, ORDERS.size(), sum);
		Faults.record("work at the end by the executor on a queue", executor + " " + moment, ORDERS.size(),
				sum.accepted(), sum.lost());
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("boots")
	void executorsOfSpringBootAreMeasuredBeside(Executors executor, ClosingMoment moment) {
		Outcome sum = Outcome.NONE;
		List<String> orders = ORDERS.subList(0, Faults.scaled(1, ORDERS.size()));
		for (String order : orders) {
			Outcome outcome = run(executor, moment, order);
			assertThat(outcome.accepted() + outcome.refused() + outcome.failed()).isEqualTo(TaskOutcomes.TASKS);
			sum = sum.plus(outcome);
		}
		print(executor, moment, orders.size(), sum);
	}

	private static void print(Executors executor, ClosingMoment moment, int runs, Outcome sum) {
		System.out.println("| %s | %s | %d | %s |".formatted(executor, moment, runs * TaskOutcomes.TASKS, sum));
	}

	private static Outcome run(Executors executor, ClosingMoment moment, String order) {
		TaskOutcomes outcomes = new TaskOutcomes();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(StringUtils.commaDelimitedListToStringArray(executor.properties)).applyTo(context);
		context.register(Application.class);
		context.registerBean(TaskOutcomes.class, () -> outcomes);
		for (String bean : StringUtils.commaDelimitedListToStringArray(order)) {
			switch (bean) {
				case "caller" -> context.registerBean(bean, moment.type());
				case "work" -> context.registerBean(bean, Work.class);
				default -> context.registerBean(bean, Store.class);
			}
		}
		context.refresh();
		Caller caller = context.getBean(Caller.class);
		context.close();
		if (moment == ClosingMoment.SHUTDOWN_HANDLER) {
			caller.submitAll();
		}
		return outcomes.outcome();
	}

	/**
	 * The executors that {@code @Async} methods may run on.
	 */
	enum Executors {

		BOOT("executor of spring boot", false, "spring.task.execution.mode=auto"),

		BOOT_AWAITING("executor of spring boot that awaits termination", false,
				"spring.task.execution.shutdown.await-termination=true,"
						+ "spring.task.execution.shutdown.await-termination-period=30s"),

		BOOT_VIRTUAL("executor of spring boot with virtual threads", false, "spring.threads.virtual.enabled=true"),

		ADDITIONAL("additional executor", true, "executor=safeQueueTaskExecutor"),

		REPLACING("replacing executor", true, "safequeue.task-executor.mode=replace"),

		REPLACING_VIRTUAL("replacing executor with virtual threads", true,
				"safequeue.task-executor.mode=replace,spring.threads.virtual.enabled=true");

		private final String description;

		private final boolean ours;

		private final String properties;

		Executors(String description, boolean ours, String properties) {
			this.description = description;
			this.ours = ours;
			this.properties = properties;
		}

		boolean isPossible() {
			return Runtime.version().feature() >= 21 || !name().endsWith("VIRTUAL");
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
	static class Application {

	}

}
