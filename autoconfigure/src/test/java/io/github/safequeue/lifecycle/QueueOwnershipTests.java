/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.PriorityOrdered;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.engine.ManagedQueue;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * No queue is without an owner: its context starts, lists and drains it, however it came
 * to be.
 */
class QueueOwnershipTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	@Test
	void queueOfABeanFactoryPostProcessorIsOwned() {
		BeanFactoryPostProcessor early = (beanFactory) -> queue(beanFactory, "orders").offer("early");
		this.runner.withBean(Listener.class)
			.withBean("early", BeanFactoryPostProcessor.class, () -> early)
			.run((context) -> owned(context, "orders", context.getBean(Listener.class).handled, "early"));
	}

	@Test
	void queueOfAnEarlyBeanPostProcessorIsOwned() {
		this.runner.withBean(Listener.class)
			.withUserConfiguration(EarlyPostProcessor.class)
			.run((context) -> owned(context, "orders", context.getBean(Listener.class).handled, "early"));
	}

	@Test
	void queueThatAPostProcessorWrapsIsOwned() {
		this.runner.withBean(Listener.class)
			.withBean("wrapping", BeanPostProcessor.class, Wrapping::new)
			.run((context) -> {
				SafeQueue<String> orders = queue(context, "orders");
				assertThat(orders).isNotInstanceOf(ManagedQueue.class);
				owned(context, "orders", context.getBean(Listener.class).handled);
			});
	}

	@Test
	void builtQueueThatAPostProcessorWrapsIsOwned() {
		this.runner.withUserConfiguration(Built.class)
			.withBean("wrapping", BeanPostProcessor.class, Wrapping::new)
			.run((context) -> owned(context, "orders", context.getBean(Built.class).handled));
	}

	@Test
	void queueThatItsBeanMethodWrapsIsOwned() {
		this.runner.withUserConfiguration(BuiltWrapped.class)
			.run((context) -> owned(context, "orders", context.getBean(BuiltWrapped.class).handled));
	}

	@Test
	void queueWithoutADestroyMethodIsOwned() {
		this.runner.withUserConfiguration(BuiltToStay.class)
			.run((context) -> owned(context, "orders", context.getBean(BuiltToStay.class).handled));
	}

	@Test
	void queueOfAFactoryBeanIsOwned() {
		this.runner.withUserConfiguration(OfFactoryBean.class)
			.run((context) -> owned(context, "orders", context.getBean(OfFactoryBean.class).handled));
	}

	@Test
	void queueThatBecomesABeanOfAnotherTypeIsOwned() {
		this.runner.withUserConfiguration(BuiltAsObject.class)
			.run((context) -> owned(context, "orders", context.getBean(BuiltAsObject.class).handled));
	}

	@Test
	void lazyQueueIsOwnedOnceItIsThere() {
		this.runner.withUserConfiguration(BuiltLazily.class).run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			assertThat(registry.find("orders")).isEmpty();
			assertThat(registry.all()).hasSize(1);
			owned(context, "orders", context.getBean(BuiltLazily.class).handled);
		});
	}

	@Test
	void lazyQueueMayFailToBeCreatedAndBeTriedAgain() {
		this.runner.withUserConfiguration(BuiltLazily.class).run((context) -> {
			BuiltLazily built = context.getBean(BuiltLazily.class);
			built.failing = true;
			assertThat(catchThrowable(() -> queue(context, "orders"))).hasRootCauseMessage("not yet");
			built.failing = false;
			owned(context, "orders", built.handled);
		});
	}

	@Test
	void queueThatIsRegisteredAfterRefreshIsOwned() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner.run((context) -> {
			GenericApplicationContext generic = context.getSourceApplicationContext(GenericApplicationContext.class);
			SafeQueue<String> late = context.getBean(SafeQueueBuilder.class)
				.name("late")
				.<String>handler(handled::add)
				.build();
			generic.getBeanFactory().registerSingleton("late", late);
			owned(context, "late", handled);
		});
	}

	@Test
	void beanDefinitionThatIsRegisteredAfterRefreshIsOwned() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner.run((context) -> {
			GenericApplicationContext generic = context.getSourceApplicationContext(GenericApplicationContext.class);
			generic.registerBean("late", SafeQueue.class,
					() -> context.getBean(SafeQueueBuilder.class).name("late").<String>handler(handled::add).build());
			owned(context, "late", handled);
		});
	}

	@Test
	void queueWithoutAContextThatBecomesABeanIsOwned() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("orders", SafeQueue.class,
					() -> SafeQueues.builder().name("orders").<String>handler(handled::add).build())
			.run((context) -> owned(context, "orders", handled));
	}

	@Test
	void queueThatIsBuiltAtRunTimeIsOwned() {
		this.runner.withBean(Tenants.class).run((context) -> {
			Tenants tenants = context.getBean(Tenants.class);
			tenants.build("acme");
			SafeQueue<?> acme = context.getBean(SafeQueueRegistry.class).find("acme").orElseThrow();
			assertThat(acme.state()).isEqualTo(SafeQueueState.RUNNING);
			owned(context, "acme", tenants.handled);
		});
	}

	@Test
	void queueThatABeanBuildsAtItsCreationIsOwned() {
		this.runner.withBean("eager", EagerTenants.class)
			.run((context) -> owned(context, "acme", context.getBean(EagerTenants.class).handled, "early"));
	}

	@Test
	void nameThatIsTakenIsRefused() {
		this.runner.withBean(Listener.class).withBean(Tenants.class).run((context) -> {
			Tenants tenants = context.getBean(Tenants.class);
			tenants.build("acme");
			for (String taken : List.of("acme", "orders", "safeQueue")) {
				assertThatIllegalStateException().isThrownBy(() -> tenants.build(taken))
					.withMessageContaining("'" + taken + "'");
			}
			assertThat(context.getBean(SafeQueueRegistry.class).all()).hasSize(3);
		});
	}

	@Test
	void lazyQueuesNameIsTakenBeforeItIsThere() {
		this.runner.withUserConfiguration(BuiltLazily.class).withBean(Tenants.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Tenants.class).build("orders"));
			owned(context, "orders", context.getBean(BuiltLazily.class).handled);
		});
	}

	@Test
	void queueThatIsBuiltAtRunTimeNeedsAHandler() {
		this.runner.run((context) -> {
			SafeQueueBuilder builder = context.getBean(SafeQueueBuilder.class).name("acme");
			assertThat(catchThrowable(builder::build)).hasMessageContaining("Queue 'acme' has no handler");
			assertThat(context.getBean(SafeQueueRegistry.class).find("acme")).isEmpty();
			assertThat(builder.handler((item) -> {
			}).<String>build().offer("item")).isTrue();
		});
	}

	/** It handles now and what is there when the context closes, and is listed. */
	private static void owned(AssertableApplicationContext context, String name, List<String> handled,
			String... before) {
		assertThat(context).hasNotFailed();
		SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
		SafeQueue<String> queue = context.containsBean(name) ? bean(context, name) : listed(registry, name);
		assertThat(registry.all()).extracting(SafeQueue::name).contains(name);
		assertThat(listed(registry, name).state()).isEqualTo(SafeQueueState.RUNNING);
		assertThat(queue.offer("one")).isTrue();
		settle(queue);
		queue.pause();
		assertThat(queue.offer("two")).isTrue();
		context.getSourceApplicationContext().close();
		assertThat(handled)
			.containsExactlyElementsOf(Stream.concat(Arrays.stream(before), Stream.of("one", "two")).toList());
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(queue.offer("three")).isFalse();
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<String> bean(AssertableApplicationContext context, String name) {
		return (SafeQueue<String>) context.getBean(name);
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<String> listed(SafeQueueRegistry registry, String name) {
		return (SafeQueue<String>) registry.find(name).orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<String> plain(SafeQueue<?> queue) {
		// Only what users of a queue see.
		return (SafeQueue<String>) new ProxyFactory(SafeQueue.class,
				(MethodInterceptor) (call) -> call.getMethod().invoke(queue, call.getArguments()))
			.getProxy();
	}

	static class Listener {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(String item) {
			this.handled.add(item);
		}

	}

	static class Wrapping implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			return (bean instanceof SafeQueue<?> queue) ? plain(queue) : bean;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyPostProcessor {

		@Bean
		static EarliestPostProcessor early(SafeQueue<String> orders) {
			orders.offer("early");
			return new EarliestPostProcessor();
		}

	}

	/** Created together with the post-processor of this library. */
	static class EarliestPostProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return builder.name("orders").<String>handler(this.handled::add).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltWrapped {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return plain(builder.name("orders").<String>handler(this.handled::add).build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltToStay {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean(destroyMethod = "")
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return builder.name("orders").<String>handler(this.handled::add).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltAsObject {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean
		Object orders(SafeQueueBuilder builder) {
			return builder.name("orders").<String>handler(this.handled::add).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfFactoryBean {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean
		FactoryBean<SafeQueue<String>> orders(SafeQueueBuilder builder) {
			return new FactoryBean<>() {

				@Override
				public SafeQueue<String> getObject() {
					return builder.name("orders").<String>handler(OfFactoryBean.this.handled::add).build();
				}

				@Override
				public Class<?> getObjectType() {
					return SafeQueue.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltLazily {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private boolean failing;

		@Bean
		@Lazy
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			SafeQueue<String> queue = builder.name("orders").<String>handler(this.handled::add).build();
			if (this.failing) {
				throw new IllegalStateException("not yet");
			}
			return queue;
		}

	}

	static class Tenants {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final Supplier<SafeQueueBuilder> builders;

		Tenants(ObjectProvider<SafeQueueBuilder> builders) {
			this.builders = builders::getObject;
		}

		SafeQueue<String> build(String name) {
			return this.builders.get().name(name).<String>handler(this.handled::add).build();
		}

	}

	static class EagerTenants {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		EagerTenants(SafeQueueBuilder builder) {
			builder.name("acme").<String>handler(this.handled::add).<String>build().offer("early");
		}

	}

}
