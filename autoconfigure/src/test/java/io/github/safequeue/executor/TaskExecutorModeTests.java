/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which executor an application has, by which names, and what runs where.
 */
class TaskExecutorModeTests {

	private static final String OURS = "safeQueueTaskExecutor";

	private static final String BOOTS = "applicationTaskExecutor";

	private static final String REPLACE = "safequeue.task-executor.mode=replace";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			SafeQueueAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
			TaskSchedulingAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withUserConfiguration(AsyncConfiguration.class);

	@Test
	void additionalModeLeavesTheApplicationsExecutorWhatAndWhereItWas() {
		this.runner.withBean(ByType.class).run((context) -> {
			assertThat(context.getBean(BOOTS)).isInstanceOf(ThreadPoolTaskExecutor.class);
			assertThat(context.getBean(ByType.class).executor).isSameAs(context.getBean(BOOTS));
			assertThat(context.getBean(TaskExecutor.class)).isSameAs(context.getBean(BOOTS));
			assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("task-");
			assertThat(context.getBean(Work.class).named()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("safequeue-safeQueue-");
			assertThat(context.getBean(OURS)).isInstanceOf(AsyncTaskExecutor.class);
			assertThat(context.containsBean("taskExecutor")).isFalse();
			assertThat(
					role(context.getSourceApplicationContext(GenericApplicationContext.class).getBeanFactory(), OURS))
				.isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE);
		});
	}

	@Test
	void additionalModeLeavesMvcItsExecutor() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
			.run((context) -> assertThat(mvcExecutor(context.getBean(RequestMappingHandlerAdapter.class)))
				.isSameAs(context.getBean(BOOTS))
				.isInstanceOf(ThreadPoolTaskExecutor.class));
	}

	@Test
	void replaceModeGivesMvcTheQueuesExecutor() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
			.withPropertyValues(REPLACE)
			.run((context) -> assertThat(mvcExecutor(context.getBean(RequestMappingHandlerAdapter.class)))
				.isSameAs(context.getBean(OURS))
				.isInstanceOf(QueueTaskExecutor.class));
	}

	private static @Nullable Object mvcExecutor(RequestMappingHandlerAdapter adapter) {
		return ReflectionTestUtils.getField(adapter, "taskExecutor");
	}

	@Test
	void additionalModeLeavesAnApplicationsOwnExecutorTheDefault() {
		this.runner.withBean("own", ThreadPoolTaskExecutor.class, () -> executor("own-"))
			.withBean(ByType.class)
			.run((context) -> {
				assertThat(context.containsBean(BOOTS)).isFalse();
				assertThat(context.getBean(ByType.class).executor).isSameAs(context.getBean("own"));
				assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
					.asString()
					.startsWith("own-");
			});
	}

	@Test
	void additionalModeIsNotMistakenForTheDefaultWhereTheApplicationsExecutorIsNoTaskExecutor() {
		Executor plain = (task) -> new Thread(task, "plain").start();
		this.runner.withBean("own", Executor.class, () -> plain).run((context) -> {
			assertThat(context.containsBean(BOOTS)).isFalse();
			assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("SimpleAsyncTaskExecutor-");
		});
		this.runner.withBean("taskExecutor", Executor.class, () -> plain)
			.run((context) -> assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
				.isEqualTo("plain"));
	}

	@Test
	void additionalModeInAChildContextLeavesItTheExecutorOfItsParent() {
		this.runner.run((parent) -> new ApplicationContextRunner().withParent(parent)
			.withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(AsyncConfiguration.class)
			.run((child) -> {
				assertThat(child.containsLocalBean(BOOTS)).isFalse();
				assertThat(child.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
					.asString()
					.startsWith("task-");
				assertThat(child.getBean(Work.class).named()).succeedsWithin(QueueTestRunner.LIMIT);
				assertThat(queue(child, "safeQueue").snapshot().accepted()).isEqualTo(1);
				assertThat(queue(parent, "safeQueue").snapshot().accepted()).isZero();
			}));
	}

	@Test
	void replaceModeIsTheApplicationsExecutorByAllItsNames() {
		this.runner.withPropertyValues(REPLACE).withBean(ByType.class).run((context) -> {
			assertThat(context.getBean(BOOTS)).isSameAs(context.getBean(OURS))
				.isSameAs(context.getBean("taskExecutor"))
				.isSameAs(context.getBean("bootstrapExecutor"))
				.isSameAs(context.getBean(ByType.class).executor);
			for (Future<String> result : List.of(context.getBean(Work.class).unnamed(),
					context.getBean(Work.class).named())) {
				assertThat(result).succeedsWithin(QueueTestRunner.LIMIT).asString().startsWith("safequeue-safeQueue-");
			}
		});
	}

	@Test
	void replaceModeHoldsBesideExecutorsOfTheApplicationAndLeavesTheseToThoseWhoAskByType() {
		Executor plain = (task) -> new Thread(task, "plain").start();
		for (String mode : new String[] { "auto", "force" }) {
			this.runner.withPropertyValues(REPLACE, "spring.task.execution.mode=" + mode)
				.withBean("plain", Executor.class, () -> plain)
				.run((context) -> assertThat(context.getBean(Work.class).unnamed()).as(mode)
					.succeedsWithin(QueueTestRunner.LIMIT)
					.asString()
					.startsWith("safequeue-safeQueue-"));
		}
		this.runner.withPropertyValues(REPLACE)
			.withBean("own", ThreadPoolTaskExecutor.class, () -> executor("own-"))
			.withBean(ByType.class)
			.run((context) -> {
				assertThat(context.getBean(ByType.class).executor).isSameAs(context.getBean("own"));
				assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
					.asString()
					.startsWith("safequeue-safeQueue-");
			});
	}

	@Test
	void replaceModeHoldsWithASchedulerWhichIsATaskExecutorToo() {
		this.runner.withPropertyValues(REPLACE).withUserConfiguration(SchedulingConfiguration.class).run((context) -> {
			assertThat(context).hasBean("taskScheduler");
			assertThat(context.getBean(Work.class).unnamed()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("safequeue-safeQueue-");
		});
	}

	@Test
	void replaceModeHasAsManyWorkersAsThePoolHadUnlessItsQueueSaysOtherwise() {
		assertConcurrency(8, REPLACE);
		assertConcurrency(3, REPLACE, "spring.task.execution.pool.core-size=3", "safequeue.defaults.concurrency=2");
		assertConcurrency(5, REPLACE, "spring.task.execution.pool.core-size=3",
				"safequeue.queues.safeQueue.concurrency=5");
		assertConcurrency(1, "spring.task.execution.pool.core-size=3");
	}

	private void assertConcurrency(int expected, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(queue(context, "safeQueue").snapshot().concurrency()).isEqualTo(expected));
	}

	@Test
	void applicationsOwnAsyncConfigurerDecides() {
		for (String mode : new String[] { "additional", "replace" }) {
			this.runner.withPropertyValues("safequeue.task-executor.mode=" + mode)
				.withBean(AsyncConfigurer.class, OwnConfigurer::new)
				.run((context) -> assertThat(context.getBean(Work.class).unnamed()).as(mode)
					.succeedsWithin(QueueTestRunner.LIMIT)
					.isEqualTo("configured"));
		}
	}

	@Test
	void itRunsOnAQueueOfTheApplicationIfTold() {
		this.runner.withUserConfiguration(QueueConfiguration.class)
			.withPropertyValues("safequeue.task-executor.queue=tasks")
			.run((context) -> assertThat(context.getBean(Work.class).named()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("safequeue-tasks-"));
	}

	@Test
	void itCanBeDisabledAndGivesWayToABeanOfItsName() {
		this.runner.withPropertyValues("safequeue.task-executor.enabled=false", REPLACE).run((context) -> {
			assertThat(context).doesNotHaveBean(OURS).hasBean(BOOTS);
			assertThat(context.getBean(BOOTS)).isInstanceOf(ThreadPoolTaskExecutor.class);
			assertThat(queue(context, "safeQueue").snapshot().concurrency()).isEqualTo(1);
		});
		this.runner.withBean(OURS, ThreadPoolTaskExecutor.class, () -> executor("own-"))
			.run((context) -> assertThat(context.getBean(Work.class).named()).succeedsWithin(QueueTestRunner.LIMIT)
				.asString()
				.startsWith("own-"));
	}

	@Test
	void applicationMayUseTheNameOfTheDefaultQueueForSomethingElse() {
		this.runner.withBean("safeQueue", String.class, () -> "not a queue")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
	}

	@Test
	void decoratorsOfTheApplicationAreAppliedInTheirOrder() {
		this.runner.withUserConfiguration(Decorators.class).run((context) -> {
			assertThat(context.getBean(Work.class).named()).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(context.getBean(Decorators.class).events).containsExactly("inner decorates", "outer decorates",
					"outer runs", "inner runs");
		});
	}

	@Test
	void beansThatWaitForATaskWhileTheApplicationStartsGetIt() {
		this.runner.withPropertyValues(REPLACE)
			.withBean("impatient", Impatient.class)
			.run((context) -> assertThat(context.getBean(Impatient.class).result).startsWith("safequeue-safeQueue-"));
	}

	@Test
	void beanThatIsMadeInTheBackgroundIsMade() {
		this.runner.withPropertyValues(REPLACE)
			.withUserConfiguration(BackgroundConfiguration.class)
			.run((context) -> assertThat(context.getBean("slow", String.class)).startsWith("safequeue-safeQueue-"));
	}

	@Test
	void itIsThereAtTheEndEvenIfTheApplicationIsLazy() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getSourceApplicationContext(GenericApplicationContext.class)
				.getBeanFactory()
				.containsSingleton(OURS)).isTrue());
	}

	private static int role(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.getMergedBeanDefinition(name).getRole();
	}

	private static ThreadPoolTaskExecutor executor(String prefix) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix(prefix);
		return executor;
	}

	static class Work {

		@Async
		CompletableFuture<String> unnamed() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@Async("${executor:safeQueueTaskExecutor}")
		CompletableFuture<String> named() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	static class ByType {

		private final Executor executor;

		ByType(Executor executor) {
			this.executor = executor;
		}

	}

	static class Impatient {

		private final Work work;

		private String result = "";

		Impatient(Work work) {
			this.work = work;
		}

		@PostConstruct
		void use() throws Exception {
			this.result = this.work.unnamed().get(30, TimeUnit.SECONDS);
		}

	}

	static class OwnConfigurer implements AsyncConfigurer {

		@Override
		public Executor getAsyncExecutor() {
			return (task) -> new Thread(task, "configured").start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Work work() {
			return new Work();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

		@Scheduled(fixedDelay = 3600_000, initialDelay = 3600_000)
		void never() {
			// Makes Boot provide a scheduler.
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QueueConfiguration {

		@Bean
		SafeQueue<Runnable> tasks(SafeQueueBuilder builder) {
			return builder.name("tasks").itemType(Runnable.class).handler(Runnable::run).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BackgroundConfiguration {

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		String slow() {
			return Thread.currentThread().getName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		private final CopyOnWriteArrayList<String> events = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		TaskDecorator outer() {
			return decorator("outer");
		}

		@Bean
		@Order(1)
		TaskDecorator inner() {
			return decorator("inner");
		}

		private TaskDecorator decorator(String name) {
			return (task) -> {
				this.events.add(name + " decorates");
				return () -> {
					this.events.add(name + " runs");
					task.run();
				};
			};
		}

	}

}
