/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.executor.ClosingTask.Store;
import io.github.safequeue.executor.ClosingTask.Work;

/**
 * Calls asynchronous methods from a {@code @PreDestroy} and from a shutdown handler of
 * Spring Boot while its JVM ends, and tells what became of that.
 */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
class ExecutorEndApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ExecutorEndApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		ConfigurableApplicationContext context = application.run(args);
		TaskOutcomes outcomes = context.getBean(TaskOutcomes.class);
		Work late = context.getBean("lateWork", Work.class);
		TaskOutcomes lateOutcomes = context.getBean("lateOutcomes", TaskOutcomes.class);
		SpringApplication.getShutdownHandlers().add(() -> {
			lateOutcomes.submitAll(late::doWork);
			System.out.println("pre-destroy: " + outcomes.outcome());
			System.out.println("shutdown handler: " + lateOutcomes.outcome());
		});
		System.out.println("ready");
		try {
			Thread.currentThread().join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Bean(defaultCandidate = false)
	Work lateWork(Store store, @Qualifier("lateOutcomes") TaskOutcomes outcomes) {
		return new Work(store, outcomes);
	}

	@Bean(defaultCandidate = false)
	TaskOutcomes lateOutcomes() {
		return new TaskOutcomes();
	}

	@Bean
	Work work(Store store, TaskOutcomes outcomes) {
		return new Work(store, outcomes);
	}

	@Bean
	ClosingMoment.Destroyed caller(TaskOutcomes outcomes, Work work) {
		return new ClosingMoment.Destroyed(outcomes, work);
	}

	@Bean
	Store store() {
		return new Store();
	}

	@Bean
	TaskOutcomes outcomes() {
		return new TaskOutcomes();
	}

}
