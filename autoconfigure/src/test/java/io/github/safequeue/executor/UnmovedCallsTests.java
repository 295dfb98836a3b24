/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * At its defaults the starter moves no call: each application is started with and without
 * it, and all runs on the same threads.
 */
class UnmovedCallsTests {

	private static final UnaryOperator<ApplicationContextRunner> NONE = UnaryOperator.identity();

	static Stream<Named<UnaryOperator<ApplicationContextRunner>>> applications() {
		return Stream.of(Named.of("Spring Boot's executor", NONE),
				Named.of("virtual threads",
						(runner) -> runner.withPropertyValues("spring.threads.virtual.enabled=true")),
				with("one executor", One.class), with("one, declared as Executor", OneByInterface.class),
				with("one that is not a TaskExecutor", Plain.class), with("two, one is primary", TwoOnePrimary.class),
				with("two by interface, one is primary", TwoByInterfaceOnePrimary.class),
				with("two, none is primary", Two.class), with("two by interface", TwoByInterface.class),
				with("two, one named taskExecutor", TwoOneByName.class),
				with("taskExecutor by interface", TaskExecutorByInterface.class),
				with("taskExecutor that is not a TaskExecutor", PlainTaskExecutor.class),
				with("one fallback", OneFallback.class), with("two, both fallback", TwoFallbacks.class),
				with("one that is no default candidate", OneNoDefaultCandidate.class),
				with("one that is no candidate", OneNoCandidate.class), with("lazy, by interface", OneLazy.class),
				with("of a factory bean", OfFactoryBean.class), with("a scheduled executor", Scheduled1.class),
				with("a task scheduler", Scheduler.class), with("scheduling", Scheduling.class),
				with("scheduling beside an executor", Scheduling.class, OneByInterface.class),
				with("a configurer", Configurer.class),
				with("a configurer beside an executor", Configurer.class, One.class),
				with("a configurer without an executor", EmptyConfigurer.class),
				with("the same beside an executor", EmptyConfigurer.class, OneByInterface.class),
				Named.of("mode force",
						(runner) -> runner.withUserConfiguration(OneByInterface.class)
							.withPropertyValues("spring.task.execution.mode=force")),
				Named.of("one registered as an object",
						(runner) -> runner.withInitializer((context) -> context.getBeanFactory()
							.registerSingleton("registered", executor("registered-")))),
				Named.of("one registered late", (runner) -> runner.withBean("late",
						BeanDefinitionRegistryPostProcessor.class, UnmovedCallsTests::late)));
	}

	private static Named<UnaryOperator<ApplicationContextRunner>> with(String name, Class<?>... configurations) {
		return Named.of(name, (runner) -> runner.withUserConfiguration(configurations));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void runsWhereItRan(UnaryOperator<ApplicationContextRunner> application) {
		assertUnmoved(application.apply(runner()));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void runsWhereItRanWithoutBootsConfiguration(UnaryOperator<ApplicationContextRunner> application) {
		assertUnmoved(application.apply(new ApplicationContextRunner().withUserConfiguration(Calls.class)));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void childRunsWhereItRan(UnaryOperator<ApplicationContextRunner> parent) {
		List<Map<String, String>> expected = answersOfChildren(parent, false, false);
		assertThat(answersOfChildren(parent, false, true)).isEqualTo(expected);
		assertThat(answersOfChildren(parent, true, true)).isEqualTo(expected);
		List<Map<String, String>> withoutStarter = answersOfChildren(parent, true, false);
		if (expected.get(0).get("taskExecutors").equals("[]")) {
			// Spring asks the parent for its only one, and nothing of the starter is
			// there to say no.
			expected.get(0).put("async", String.valueOf(withoutStarter.get(0).get("async")));
		}
		assertThat(withoutStarter).isEqualTo(expected);
	}

	private static List<Map<String, String>> answersOfChildren(UnaryOperator<ApplicationContextRunner> parent,
			boolean starterInParent, boolean starterInChild) {
		List<Map<String, String>> answers = new ArrayList<>();
		parent.apply(new ApplicationContextRunner().withConfiguration(autoConfigurations(starterInParent)))
			.run((context) -> Stream.of(Calls.class, CallsAndExecutor.class, CallsAndConfigurer.class)
				.forEach((child) -> new ApplicationContextRunner().withParent(context)
					.withConfiguration(autoConfigurations(starterInChild))
					.withUserConfiguration(child)
					.run((it) -> answers.add(answers(it)))));
		return answers;
	}

	@Test
	void ownPostProcessorAndInterceptorRunWhereTheyRan() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withBean(Work.class)
			.withBean("async", AsyncAnnotationBeanPostProcessor.class);
		assertUnmoved(runner);
		for (Class<?> executors : List.of(OneByInterface.class, Plain.class, TwoByInterfaceOnePrimary.class)) {
			assertUnmoved(runner.withUserConfiguration(executors));
			assertUnmoved(runner.withUserConfiguration(executors, Intercepted.class));
		}
	}

	private static void assertUnmoved(ApplicationContextRunner runner) {
		List<Map<String, String>> answers = new ArrayList<>();
		runner.run((context) -> answers.add(answers(context)));
		runner.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class)).run((context) -> {
			assertThat(context).hasBean("safeQueueTaskExecutor");
			answers.add(answers(context));
		});
		assertThat(answers.get(1)).isEqualTo(answers.get(0));
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(autoConfigurations(false))
			.withUserConfiguration(Calls.class);
	}

	private static AutoConfigurations autoConfigurations(boolean starter) {
		List<Class<?>> types = new ArrayList<>(
				List.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));
		if (starter) {
			types.add(SafeQueueAutoConfiguration.class);
		}
		return AutoConfigurations.of(types.toArray(Class<?>[]::new));
	}

	/** What runs where, and who is given what. */
	private static Map<String, String> answers(ApplicationContext context) {
		Map<String, String> answers = new TreeMap<>();
		Set<String> taskExecutors = new TreeSet<>(
				List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, TaskExecutor.class)));
		taskExecutors.remove("safeQueueTaskExecutor");
		answers.put("taskExecutors", taskExecutors.toString());
		try {
			answers.put("async", thread(context.getBean(Work.class).unnamed()));
		}
		catch (IllegalStateException ex) {
			answers.put("async", "" + ex.getMessage());
		}
		if (context.containsBean("intercepted")) {
			CompletableFuture<String> thread = new CompletableFuture<>();

			((NamedThread) context.getBean("intercepted")).tell(thread::complete);
			answers.put("intercepted", thread(thread));
		}
		Injected injected = context.getAutowireCapableBeanFactory().createBean(Injected.class);
		answers.put("executor", thread(injected.executor.getIfUnique()));
		answers.put("taskExecutor", thread(injected.taskExecutor.getIfUnique()));
		answers.put("asyncTaskExecutor", thread(injected.asyncTaskExecutor.getIfUnique()));
		answers.put("all", new TreeSet<>(injected.all.getIfAvailable(Map::of).keySet()).toString());
		answers.put("executors", "" + injected.executor.stream().count());
		for (String name : Set.of("applicationTaskExecutor", "taskExecutor", "taskScheduler", "bootstrapExecutor")) {
			answers.put(name, "" + context.containsBean(name));
		}
		return answers;
	}

	private static String thread(@Nullable Executor executor) {
		return (executor != null)
				? thread(CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor)) : "none";
	}

	private static String thread(CompletableFuture<String> name) {
		return name.orTimeout(30, TimeUnit.SECONDS).join().replaceAll("[0-9]+", "");
	}

	private static ThreadPoolTaskExecutor executor(String prefix) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix(prefix);
		executor.setDaemon(true);
		executor.initialize();
		return executor;
	}

	private static Executor plain() {
		return (task) -> new Thread(task, "plain").start();
	}

	private static BeanDefinitionRegistryPostProcessor late() {
		return (registry) -> {
			RootBeanDefinition definition = new RootBeanDefinition(Executor.class, () -> executor("late-"));
			definition.setRole(BeanDefinition.ROLE_APPLICATION);
			registry.registerBeanDefinition("lateExecutor", definition);
		};
	}

	static class Work {

		@Async
		CompletableFuture<String> unnamed() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	interface NamedThread {

		void tell(Consumer<String> name);

	}

	record Injected(ObjectProvider<Executor> executor, ObjectProvider<TaskExecutor> taskExecutor,
			ObjectProvider<AsyncTaskExecutor> asyncTaskExecutor, ObjectProvider<Map<String, AsyncTaskExecutor>> all) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Calls {

		@Bean
		Work work() {
			return new Work();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallsAndExecutor extends Calls {

		@Bean
		Executor ofChild() {
			return executor("child-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallsAndConfigurer extends Calls {

		@Bean
		AsyncConfigurer configurerOfChild() {
			return new AsyncConfigurer() {
				@Override
				public Executor getAsyncExecutor() {
					return executor("configured-by-child-");
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Intercepted {

		@Bean
		AsyncExecutionInterceptor interceptor() {
			return new AsyncExecutionInterceptor(null);
		}

		@Bean
		NamedThread intercepted(AsyncExecutionInterceptor interceptor) {
			ProxyFactory proxy = new ProxyFactory(
					(NamedThread) (name) -> name.accept(Thread.currentThread().getName()));
			proxy.addAdvice(interceptor);
			return (NamedThread) proxy.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class One {

		@Bean
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneByInterface {

		@Bean
		Executor asyncExecutor() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		Executor asyncExecutor() {
			return plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoOnePrimary {

		@Bean
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

		@Bean
		@Primary
		ThreadPoolTaskExecutor two() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoByInterfaceOnePrimary {

		@Bean
		Executor one() {
			return executor("one-");
		}

		@Bean
		@Primary
		Executor two() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

		@Bean
		ThreadPoolTaskExecutor two() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoByInterface {

		@Bean
		Executor one() {
			return executor("one-");
		}

		@Bean
		Executor two() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoOneByName {

		@Bean
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

		@Bean
		ThreadPoolTaskExecutor taskExecutor() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TaskExecutorByInterface {

		@Bean
		Executor taskExecutor() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainTaskExecutor {

		@Bean
		Executor taskExecutor() {
			return plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneFallback {

		@Bean
		@Fallback
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFallbacks {

		@Bean
		@Fallback
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

		@Bean
		@Fallback
		ThreadPoolTaskExecutor two() {
			return executor("two-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneNoDefaultCandidate {

		@Bean(defaultCandidate = false)
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneNoCandidate {

		@Bean(autowireCandidate = false)
		ThreadPoolTaskExecutor one() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneLazy {

		@Bean
		@Lazy
		Executor one() {
			return executor("one-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfFactoryBean {

		@Bean
		ThreadPoolExecutorFactoryBean one() {
			ThreadPoolExecutorFactoryBean factory = new ThreadPoolExecutorFactoryBean();
			factory.setThreadNamePrefix("one-");
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scheduled1 {

		@Bean
		ScheduledExecutorService one() {
			return Executors.newScheduledThreadPool(1, (task) -> new Thread(task, "scheduled"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scheduler {

		@Bean
		ThreadPoolTaskScheduler one() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setThreadNamePrefix("scheduler-");
			return scheduler;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Scheduled(fixedDelay = 3600_000, initialDelay = 3600_000)
		void never() {
			// Makes Boot provide a scheduler.
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Configurer {

		@Bean
		AsyncConfigurer configurer() {
			return new AsyncConfigurer() {
				@Override
				public Executor getAsyncExecutor() {
					return executor("configured-");
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EmptyConfigurer {

		@Bean
		AsyncConfigurer configurer() {
			return new AsyncConfigurer() {
			};
		}

	}

}
