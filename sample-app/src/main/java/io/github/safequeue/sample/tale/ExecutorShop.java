package io.github.safequeue.sample.tale;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * The shop whose till hands its orders to the task executor that Spring Boot configures.
 */
@ImportAutoConfiguration(TaskExecutionAutoConfiguration.class)
class ExecutorShop {

	@Bean
	Ledger ledger() {
		return new Ledger();
	}

	@Bean
	Till till(Ledger ledger, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		return new Till((order) -> {
			try {
				executor.execute(() -> ledger.write(order));
				return true;
			}
			catch (TaskRejectedException ex) {
				return false;
			}
		});
	}

}
