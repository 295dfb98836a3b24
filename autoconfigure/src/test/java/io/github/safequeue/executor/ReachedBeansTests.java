/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.testing.Permutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tasks reach in ways that are not plain calls of one {@code @Async} bean, in all
 * orders of definition.
 */
class ReachedBeansTests {

	private static final String OURS = "safeQueueTaskExecutor";

	private static final int CALLS = 20;

	private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SafeQueueAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@BeforeEach
	void clear() {
		EVENTS.clear();
	}

	@Test
	void asynchronousBeansThatCallEachOther() {
		inAllOrders(this.runner.withUserConfiguration(AsyncConfiguration.class),
				List.of(ChainCaller.class, First.class, Second.class, Store.class), "second", 2 * CALLS);
	}

	@Test
	void asynchronousBeanThatCallsItself() {
		inAllOrders(this.runner.withUserConfiguration(AsyncConfiguration.class), List.of(SelfCaller.class, Store.class),
				"self", CALLS);
	}

	@Test
	void asynchronousListenerThatPublishesItself() {
		inAllOrders(this.runner.withUserConfiguration(AsyncConfiguration.class),
				List.of(Publisher.class, ForwardingListener.class, Store.class), "forwarded", CALLS);
	}

	@Test
	void listenersOfAMulticasterThatWasGivenTheExecutor() {
		inAllOrders(this.runner.withUserConfiguration(MulticasterConfiguration.class),
				List.of(Publisher.class, Listener.class, Store.class), "listened", CALLS);
	}

	@Test
	void tasksOfABeanThatWasGivenTheExecutor() {
		inAllOrders(this.runner, List.of(ExecutorUser.class, Store.class), "executed", 2 * CALLS);
	}

	@Test
	void tasksOfABeanThatMayAskForTheExecutor() {
		inAllOrders(this.runner, List.of(LazyExecutorUser.class, Store.class), "executed", 2 * CALLS);
	}

	@Test
	void decoratorThatIsABeanWithDependencies() {
		// Without Spring Boot's own executor, which has its decorators made early.
		ApplicationContextRunner runner = QueueTestRunner.create();
		inAllOrders(runner, List.of(ExecutorUserWithoutStore.class, Decorator.class, Store.class), "decorated",
				2 * CALLS);
	}

	@Test
	void asynchronousBeanInAContextThatFailsToStart() {
		this.runner.withUserConfiguration(AsyncConfiguration.class)
			.withBean(Early.class)
			.withBean(Store.class)
			.withBean(Second.class)
			.withBean(Starter.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(EVENTS).hasSize(CALLS).containsOnly("second");
	}

	private static void inAllOrders(ApplicationContextRunner runner, List<Class<?>> beans, String event, int times) {
		Permutations.of(beans).forEach((order) -> {
			EVENTS.clear();
			ApplicationContextRunner ordered = runner.withPropertyValues("executor=" + OURS);
			for (Class<?> bean : order) {
				ordered = ordered.withBean(bean);
			}
			ordered.run((context) -> assertThat(context).hasNotFailed());
			assertThat(EVENTS).as("%s", order).hasSize(times).containsOnly(event);
		});
	}

	private static void times(Runnable action) {
		for (int i = 0; i < CALLS; i++) {
			action.run();
		}
	}

	abstract static class Stage implements DisposableBean {

		private volatile boolean destroyed;

		private volatile boolean late;

		/** A task of some length that uses this bean and perhaps another. */
		void work(String event, Stage... used) {
			boolean before = areAlive(used);
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				EVENTS.add(event + " was interrupted");
				return;
			}
			EVENTS.add((before && areAlive(used)) ? event : event + " on a destroyed bean");
		}

		/** A bean that submits to itself is destroyed first, what it uses later. */
		void submitsToItself() {
			this.late = true;
		}

		private boolean areAlive(Stage... used) {
			for (Stage bean : used) {
				if (bean.destroyed) {
					return false;
				}
			}
			return !this.destroyed || this.late;
		}

		void onDestroy() {
		}

		@Override
		public void destroy() {
			onDestroy();
			this.destroyed = true;
		}

	}

	static class Store extends Stage {

	}

	static class Second extends Stage {

		private final Store store;

		Second(Store store) {
			this.store = store;
		}

		@Async(OURS)
		public void run() {
			work("second", this.store);
		}

	}

	static class First extends Stage {

		private final Second second;

		First(Second second) {
			this.second = second;
		}

		@Async(OURS)
		public void run() {
			this.second.run();
		}

		@Override
		void onDestroy() {
			times(this.second::run);
		}

	}

	static class ChainCaller extends Stage {

		private final First first;

		ChainCaller(First first) {
			this.first = first;
		}

		@Override
		void onDestroy() {
			times(this.first::run);
		}

	}

	static class SelfCaller extends Stage implements SmartInitializingSingleton {

		private final ObjectProvider<SelfCaller> provider;

		private final Store store;

		private @Nullable SelfCaller self;

		SelfCaller(ObjectProvider<SelfCaller> provider, Store store) {
			this.provider = provider;
			this.store = store;
		}

		@Override
		public void afterSingletonsInstantiated() {
			// Spring finds no bean by its name any more once that is being destroyed.
			this.self = this.provider.getObject();
		}

		@Async(OURS)
		public void run() {
			submitsToItself();
			work("self", this.store);
		}

		@Override
		void onDestroy() {
			times(Objects.requireNonNull(this.self)::run);
		}

	}

	record Published(boolean forwarded) {
	}

	static class Publisher extends Stage {

		private final ApplicationEventPublisher events;

		Publisher(ApplicationEventPublisher events) {
			this.events = events;
		}

		@Override
		void onDestroy() {
			times(() -> this.events.publishEvent(new Published(false)));
		}

	}

	static class Listener extends Stage {

		private final Store store;

		Listener(Store store) {
			this.store = store;
		}

		@EventListener
		public void on(Published event) {
			work("listened", this.store);
		}

	}

	static class ForwardingListener extends Stage {

		private final ApplicationEventPublisher events;

		private final Store store;

		ForwardingListener(ApplicationEventPublisher events, Store store) {
			this.events = events;
			this.store = store;
		}

		@Async(OURS)
		@EventListener
		public void on(Published event) {
			if (event.forwarded()) {
				work("forwarded", this.store);
			}
			else {
				this.events.publishEvent(new Published(true));
			}
		}

	}

	static class ExecutorUser extends Stage {

		private final Executor executor;

		private final Store store;

		ExecutorUser(@Qualifier(OURS) Executor executor, Store store) {
			this.executor = executor;
			this.store = store;
		}

		@Override
		void onDestroy() {
			submitsToItself();
			times(() -> this.executor.execute(() -> work("executed", this.store)));
			times(() -> CompletableFuture.runAsync(() -> work("executed", this.store), this.executor));
		}

	}

	static class LazyExecutorUser extends ExecutorUser {

		LazyExecutorUser(@Lazy @Qualifier(OURS) Executor executor, @Lazy Store store) {
			super(executor, store);
		}

	}

	static class ExecutorUserWithoutStore extends Stage {

		private final Executor executor;

		ExecutorUserWithoutStore(@Qualifier(OURS) Executor executor) {
			this.executor = executor;
		}

		@Override
		void onDestroy() {
			times(() -> this.executor.execute(() -> {
			}));
			times(() -> CompletableFuture.runAsync(() -> {
			}, this.executor));
		}

	}

	static class Decorator extends Stage implements TaskDecorator {

		private final Store store;

		Decorator(Store store) {
			this.store = store;
		}

		@Override
		public Runnable decorate(Runnable task) {
			return () -> {
				work("decorated", this.store);
				task.run();
			};
		}

	}

	/** Has the queue made before all others. */
	static class Early {

		Early(SafeQueue<Runnable> safeQueue) {
			assertThat(safeQueue.name()).isEqualTo("safeQueue");
		}

	}

	/** Submits, and stops the start of the application. */
	static class Starter {

		Starter(Second second) {
			times(second::run);
			throw new IllegalStateException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class MulticasterConfiguration {

		@Bean
		static ApplicationEventMulticaster applicationEventMulticaster(@Qualifier(OURS) Executor executor) {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor((task) -> executor.execute(task));
			return multicaster;
		}

	}

}
