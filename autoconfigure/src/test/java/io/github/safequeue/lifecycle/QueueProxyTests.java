/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeCleanerAutoConfiguration;
import io.github.safequeue.cleaner.SafeCleaner;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An aspect whose pointcut takes in queues proxies them by their interfaces, and their
 * context closes the queue behind the proxy.
 */
class QueueProxyTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class));

	static List<Arguments> proxies() {
		return List.of(Arguments.of(Listened.class, true), Arguments.of(Listened.class, false),
				Arguments.of(Built.class, true), Arguments.of(Built.class, false), Arguments.of(BuiltLate.class, true),
				Arguments.of(OfFactoryBean.class, true));
	}

	@ParameterizedTest
	@MethodSource("proxies")
	void aspectAdvisesAQueue(Class<?> declaration, boolean byClass) {
		this.runner.withUserConfiguration(declaration, OfferAspect.class)
			.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("producer", Producer.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SafeQueue<String> orders = queue(context, "orders");
				assertThat(AopUtils.isJdkDynamicProxy(orders)).isTrue();
				assertThat(context.getBean(Producer.class).orders.getObject()).isSameAs(orders);
				assertThat(orders.offer("one")).isTrue();
				settle(orders);
				SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
				assertThat(registry.find("orders").orElseThrow().state()).isEqualTo(SafeQueueState.RUNNING);
				OfferAspect aspect = context.getBean(OfferAspect.class);
				orders.pause();
				orders.offer("two");
				context.getSourceApplicationContext().close();
				assertThat(orders.state()).isEqualTo(SafeQueueState.CLOSED);
				assertThat(aspect.advised).hasValue(2);
			});
		assertThat(HANDLED).containsExactly("one", "two");
		HANDLED.clear();
	}

	private static final List<String> HANDLED = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aspectThatTakesInThisLibraryDoesNoHarm(boolean byClass) {
		this.runner.withUserConfiguration(Listened.class, WideAspect.class)
			.withConfiguration(AutoConfigurations.of(SafeCleanerAutoConfiguration.class))
			.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SafeQueue<String> orders = queue(context, "orders");
				assertThat(orders.offer("one")).isTrue();
				settle(orders);
				context.getBean(SafeCleaner.class).register(new Object(), () -> {
				});
				context.getBean(SafeQueueBuilder.class).name("acme").handler((item) -> {
				}).build();
				assertThat(context.getBean(SafeQueueRegistry.class).close("acme")).isTrue();
			});
		HANDLED.clear();
	}

	@Aspect
	static class OfferAspect {

		private final AtomicInteger advised = new AtomicInteger();

		@Before("execution(boolean io.github.safequeue.SafeQueue.offer(..))")
		void before() {
			this.advised.incrementAndGet();
		}

	}

	@Aspect
	static class WideAspect {

		@Before("within(io.github.safequeue..*) && !within(io.github.safequeue.lifecycle.QueueProxyTests*)")
		void before() {
		}

	}

	static class Producer {

		private final ObjectProvider<SafeQueue<String>> orders;

		Producer(ObjectProvider<SafeQueue<String>> orders) {
			this.orders = orders;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listened {

		@SafeQueueListener("orders")
		void on(String item) {
			HANDLED.add(item);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		@Bean
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return builder.name("orders").<String>handler(HANDLED::add).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltLate {

		@Bean
		@Lazy
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return builder.name("orders").<String>handler(HANDLED::add).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfFactoryBean {

		@Bean
		FactoryBean<SafeQueue<String>> orders(SafeQueueBuilder builder) {
			return new FactoryBean<>() {

				@Override
				public SafeQueue<String> getObject() {
					return builder.name("orders").<String>handler(HANDLED::add).build();
				}

				@Override
				public Class<?> getObjectType() {
					return SafeQueue.class;
				}

			};
		}

	}

}
