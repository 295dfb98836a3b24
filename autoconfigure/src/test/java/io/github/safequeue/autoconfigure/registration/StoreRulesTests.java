/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What works in memory and in no store keeps the application from starting.
 */
class StoreRulesTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(
				AutoConfigurations.of(SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class));

	record Order(int number) {
	}

	record Envelope<T>(T content) {
	}

	static Stream<Arguments> refused() {
		return Stream.of(
				arguments("tasks", Object.class, "safequeue.queues.safe-queue.store=jdbc", "safeQueue",
						List.of("holds tasks", "Remove safequeue.queues.safeQueue.store")),
				arguments("cleaner", Object.class, "safequeue.queues.safe-cleaner-queue.store=jdbc", "safeCleanerQueue",
						List.of("holds tasks", "Remove safequeue.queues.safeCleanerQueue.store")),
				arguments("executor", Tasks.class, "safequeue.task-executor.queue=tasks", "tasks",
						List.of("holds tasks", "Remove safequeue.queues.tasks.store")),
				arguments("dead letters", Letters.class, "safequeue.queues.letters.store=jdbc", "letters",
						List.of("holds dead letters", "remove safequeue.queues.letters.store")),
				arguments("generic items", Envelopes.class, "safequeue.queues.envelopes.store=jdbc", "envelopes",
						List.of(Envelope.class.getName(), "without type parameters")),
				arguments("retry timeout", Timeout.class, "safequeue.queues.orders.store=jdbc", "orders",
						List.of("timeout of PT5S", "safequeue.queues.orders.retry.max-retries")),
				arguments("context, by property", Orders.class,
						"safequeue.queues.orders.propagate-context=true;safequeue.queues.orders.store=jdbc", "orders",
						List.of("thread locals", "Remove safequeue.queues.orders.propagate-context")),
				arguments("context, by code", Context.class, "safequeue.queues.orders.store=jdbc", "orders",
						List.of("thread locals", "propagateContext(...)")),
				arguments("no such store", Orders.class, "safequeue.queues.orders.store=jbdc", "orders",
						List.of("'jbdc'", "which is not available", "Set safequeue.queues.orders.store to jdbc")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refused")
	void theFailureNamesQueuePropertyAndRemedy(String name, Class<?> configuration, String properties, String queue,
			List<String> said) {
		this.runner.withUserConfiguration(configuration)
			.withPropertyValues(properties.split(";"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.isInstanceOfSatisfying(SafeQueueConfigurationException.class, (failure) -> {
					assertThat(failure.queue()).isEqualTo(queue);
					assertThat(failure.getMessage() + failure.action()).contains("Queue '" + queue + "'")
						.contains(said);
				}));
	}

	@Test
	void contextOfAllQueuesIsNoReasonToFail() {
		this.runner.withUserConfiguration(Orders.class)
			.withPropertyValues("safequeue.queues.orders.store=jdbc", "safequeue.defaults.propagate-context=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("which is not available"));
	}

	@Test
	void optionalDurableQueuesAreEmptyWithoutStore() {
		this.runner.withUserConfiguration(Orders.class, Optionals.class).run((context) -> {
			Optionals optionals = context.getBean(Optionals.class);
			assertThat(optionals.provider.getIfAvailable()).isNull();
			assertThat(optionals.optional).isEmpty();
			assertThat(optionals.memory).isNotNull();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Letters {

		@SafeQueueListener("letters")
		void on(DeadLetter<Order> letter) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Envelopes {

		@SafeQueueListener("envelopes")
		void on(Envelope<Order> envelope) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tasks {

		@Bean
		SafeQueue<Runnable> tasks(SafeQueueBuilder builder) {
			return builder.name("tasks").itemType(Runnable.class).handler(Runnable::run).store("jdbc").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Timeout {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			RetryPolicy policy = RetryPolicy.builder().timeout(Duration.ofSeconds(5)).build();
			return builder.name("orders").retry(policy).handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Context {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").propagateContext(true).handler((order) -> {
			}).build();
		}

	}

	static class Optionals {

		final ObjectProvider<DurableQueue<Order>> provider;

		final Optional<DurableQueue<Order>> optional;

		final SafeQueue<Order> memory;

		Optionals(ObjectProvider<DurableQueue<Order>> provider, Optional<DurableQueue<Order>> optional,
				SafeQueue<Order> memory) {
			this.provider = provider;
			this.optional = optional;
			this.memory = memory;
		}

	}

}
