/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.UndeliveredWorkException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link SafeQueueRabbitStoreAutoConfiguration} without a broker.
 */
class RabbitStoreAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
				SafeQueueStoreAutoConfiguration.class, SafeQueueRabbitStoreAutoConfiguration.class,
				RabbitAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=1",
				"safequeue.shutdown.drain-timeout=100ms");

	private final ApplicationContextRunner stored = this.runner.withUserConfiguration(Orders.class)
		.withPropertyValues("safequeue.queues.orders.store=rabbit");

	@Test
	@SuppressWarnings("unchecked")
	void startsWithoutABroker() {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		this.stored.run((context) -> {
			assertThat(context).hasNotFailed();
			DurableQueue<String> queue = (DurableQueue<String>) context.getBean("orders", SafeQueue.class);
			assertThat(queue.offer("one")).isTrue();
			queue.send("two").whenComplete((nothing, failure) -> sent.completeExceptionally(failure));
			await().until(() -> !((StoredQueueDiagnostics) queue).availability().available());
		});
		assertThat(sent).isCompletedExceptionally().isNotCancelled();
		assertThat(sent.handle((nothing, failure) -> failure))
			.isCompletedWithValueMatching((failure) -> failure instanceof UndeliveredWorkException);
	}

	@Test
	void touchesNoBrokerWithoutAQueueInIt() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanFactory().containsSingleton("rabbitConnectionFactory")).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("safeQueueRabbitStore")).isFalse();
		});
	}

	@Test
	void refusesAKeyWithoutASingleActiveConsumer() {
		this.runner.withUserConfiguration(Keyed.class)
			.withPropertyValues("safequeue.queues.orders.store=rabbit")
			.run((context) -> assertThat(message(context.getStartupFailure())).contains("Queue 'orders'", "kafka",
					"jdbc", "safequeue.queues.orders.rabbit.single-active-consumer=true"));
		this.runner.withUserConfiguration(Keyed.class)
			.withPropertyValues("safequeue.queues.orders.store=rabbit",
					"safequeue.queues.orders.rabbit.single-active-consumer=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesToChooseBetweenTwoConnectionFactories() {
		this.stored.withBean("first", ConnectionFactory.class, () -> new CachingConnectionFactory("127.0.0.1", 1))
			// That of Boot does not choose either.
			.withBean("rabbitListenerContainerFactory", Object.class, Object::new)
			.withBean("second", ConnectionFactory.class, () -> new CachingConnectionFactory("127.0.0.1", 1))
			.run((context) -> assertThat(message(context.getStartupFailure())).contains("2: first, second",
					"@Primary"));
	}

	@Test
	void namesTheDependencyThatIsMissing() {
		this.stored.withClassLoader(new FilteredClassLoader(ConnectionFactory.class))
			.run((context) -> assertThat(message(context.getStartupFailure())).contains("Queue 'orders'",
					"org.springframework.boot:spring-boot-starter-amqp"));
	}

	private static String message(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SafeQueueConfigurationException found) {
				return String.valueOf(found.getMessage());
			}
		}
		return String.valueOf(failure);
	}

	/**
	 * Handles orders.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@SafeQueueListener("orders")
		void on(String order) {
		}

	}

	/**
	 * Handles orders with a key.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Keyed {

		@SafeQueueListener(queues = "orders", key = "customer")
		void on(Order order) {
		}

	}

	/**
	 * An item.
	 *
	 * @param customer its key
	 */
	record Order(String customer) {
	}

}
