/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * An application that submits its last orders to the task executor that Spring Boot
 * configures.
 */
@ImportAutoConfiguration(TaskExecutionAutoConfiguration.class)
class ExecutorOrdersConfiguration {

	@Bean
	OrderStore orderStore() {
		return new OrderStore();
	}

	@Bean
	LastOrderSubmitter lastOrderSubmitter(OrderStore store,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		return new LastOrderSubmitter((order) -> {
			try {
				executor.execute(() -> store.write(order));
				return true;
			}
			catch (TaskRejectedException ex) {
				return false;
			}
		});
	}

}
