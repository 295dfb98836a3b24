/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cannot work stops the start, with queue, property and remedy.
 */
class TaskExecutorFailureTests {

	private static final String REPLACE = "safequeue.task-executor.mode=replace";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SafeQueueAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void queueThatIsNotDeclared() {
		assertFails(this.runner.withPropertyValues("safequeue.task-executor.queue=missing"),
				"Queue 'missing': the property 'safequeue.task-executor.queue' names it, but no such queue is declared.",
				"Set safequeue.task-executor.queue to the name of a SafeQueue<Runnable>, such as safeQueue, or declare one");
	}

	@Test
	void queueOfOtherItems() {
		assertFails(this.runner.withBean(Listener.class).withPropertyValues("safequeue.task-executor.queue=orders"),
				"Queue 'orders': the property 'safequeue.task-executor.queue' names it, but its items are of type 'java.lang.String', not Runnable.",
				"Set safequeue.task-executor.queue to the name of a SafeQueue<Runnable>");
	}

	@Test
	void nameOfTheDefaultQueueIsTaken() {
		assertFails(this.runner.withPropertyValues(REPLACE).withBean("safeQueue", String.class, () -> "not a queue"),
				"Queue 'safeQueue': the property 'safequeue.task-executor.queue' names it",
				"Set safequeue.task-executor.queue to");
	}

	@Test
	void nothingCanReplaceWhatTheApplicationDeclaresItself() {
		for (String name : new String[] { "applicationTaskExecutor", "taskExecutor" }) {
			assertFails(this.runner.withPropertyValues(REPLACE).withBean(name, Executor.class, () -> Runnable::run),
					"the property 'safequeue.task-executor.mode' is replace, but the application declares a bean '%s' itself"
						.formatted(name),
					"Remove or rename that bean, or set safequeue.task-executor.mode to additional");
		}
	}

	@Test
	void poolWithoutThreads() {
		assertFails(this.runner.withPropertyValues(REPLACE, "spring.task.execution.pool.core-size=0"),
				"the property 'spring.task.execution.pool.core-size' is 0",
				"Set spring.task.execution.pool.core-size to a number from 1");
	}

	private static void assertFails(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> assertThat(context.getStartupFailure())
			.isInstanceOfSatisfying(SafeQueueConfigurationException.class, (failure) -> {
				assertThat(failure.getMessage()).contains(description);
				assertThat(failure.action()).contains(action);
			}));
	}

	static class Listener {

		@SafeQueueListener("orders")
		void on(String order) {
		}

	}

}
