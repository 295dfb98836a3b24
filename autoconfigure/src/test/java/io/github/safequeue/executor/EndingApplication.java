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
class EndingApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(EndingApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		ConfigurableApplicationContext context = application.run(args);
		TaskFates fates = context.getBean(TaskFates.class);
		Work late = context.getBean("lateWork", Work.class);
		TaskFates lateFates = context.getBean("lateFates", TaskFates.class);
		SpringApplication.getShutdownHandlers().add(() -> {
			lateFates.submitAll(late::doWork);
			System.out.println("pre-destroy: " + fates.outcome());
			System.out.println("shutdown handler: " + lateFates.outcome());
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
	Work lateWork(Store store, @Qualifier("lateFates") TaskFates fates) {
		return new Work(store, fates);
	}

	@Bean(defaultCandidate = false)
	TaskFates lateFates() {
		return new TaskFates();
	}

	@Bean
	Work work(Store store, TaskFates fates) {
		return new Work(store, fates);
	}

	@Bean
	ClosingMoment.Destroyed caller(TaskFates fates, Work work) {
		return new ClosingMoment.Destroyed(fates, work);
	}

	@Bean
	Store store() {
		return new Store();
	}

	@Bean
	TaskFates fates() {
		return new TaskFates();
	}

}
