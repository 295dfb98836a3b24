/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueRabbitStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.testing.RabbitServer;
import io.github.safequeue.testing.StoredOrders;
import io.github.safequeue.testing.StoredOrders.Order;

/**
 * An application with a queue in RabbitMQ, which is empty at first. Used by one thread.
 */
final class RabbitApplication {

	/** How long anything may take on a machine that is busy with other things. */
	static final Duration LIMIT = Duration.ofMinutes(1);

	private final RabbitServer server;

	/** The name of the queue in RabbitMQ. */
	final String queue = "orders-" + UUID.randomUUID();

	final ApplicationContextRunner runner;

	RabbitApplication(RabbitServer server) {
		this.server = server;
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
					SafeQueueStoreAutoConfiguration.class, SafeQueueRabbitStoreAutoConfiguration.class,
					RabbitAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + server.port(),
					"safequeue.queues.orders.store=rabbit", "safequeue.queues.orders.rabbit.queue=" + this.queue,
					"safequeue.queues.orders.retry.delay=1ms", "safequeue.shutdown.drain-timeout=30s");
	}

	static DurableQueue<Order> queue(ApplicationContext context) {
		return StoredOrders.queue(context);
	}

	static StoredQueueDiagnostics diagnostics(ApplicationContext context) {
		return (StoredQueueDiagnostics) queue(context);
	}

	static SafeQueueSnapshot figures(ApplicationContext context) {
		return StoredOrders.figures(queue(context));
	}

	/** The arguments of an application in another JVM. */
	Object[] arguments(int maxDeliveries) {
		return new Object[] { "--spring.rabbitmq.host=127.0.0.1", "--spring.rabbitmq.port=" + this.server.port(),
				"--safequeue.queues.orders.store=rabbit", "--safequeue.queues.orders.rabbit.queue=" + this.queue,
				"--safequeue.queues.orders.rabbit.max-deliveries=" + maxDeliveries };
	}

	/** What a start that failed says of the configuration. */
	static String message(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SafeQueueConfigurationException found) {
				return String.valueOf(found.getMessage());
			}
		}
		return String.valueOf(failure);
	}

	/** How many messages wait in a queue of RabbitMQ. */
	int count(String name) {
		return with((channel) -> channel.queueDeclarePassive(name).getMessageCount());
	}

	/** Take all messages from a queue of RabbitMQ. */
	List<GetResponse> take(String name) {
		return with((channel) -> {
			List<GetResponse> all = new ArrayList<>();
			for (GetResponse next = channel.basicGet(name, true); next != null; next = channel.basicGet(name, true)) {
				all.add(next);
			}
			return all;
		});
	}

	/** Do something on a channel of its own. */
	<T> T with(Action<T> action) {
		try (Connection connection = this.server.client().newConnection();
				Channel channel = connection.createChannel()) {
			return action.on(channel);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Something to do on a channel.
	 *
	 * @param <T> the type of the result
	 */
	interface Action<T> {

		T on(Channel channel) throws Exception;

	}

}
