/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import com.rabbitmq.client.BuiltinExchangeType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.RefusedItemException;
import io.github.safequeue.testing.RabbitServer;
import io.github.safequeue.testing.StoredOrders.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the broker has, and what it does not take.
 */
@Tag("servers")
@Timeout(300)
class RabbitBrokerTests {

	private final RabbitApplication application = new RabbitApplication(RabbitServer.shared());

	@Test
	void unconfirmedDeadLetterIsNotAcknowledged() {
		String exchange = this.application.queue + ".dlx";
		var runner = this.application.runner.withUserConfiguration(Failing.class);
		runner.withPropertyValues("safequeue.shutdown.drain-timeout=100ms").run((context) -> {
			this.application.with((channel) -> {
				channel.exchangeDelete(exchange);
				return channel.exchangeDeclare(exchange, BuiltinExchangeType.DIRECT, true);
			});
			RabbitApplication.queue(context).enqueue(new Order(1, ""));
			await().atMost(RabbitApplication.LIMIT)
				.until(() -> !RabbitApplication.diagnostics(context).availability().available());
			assertThat(context.getBean(Failing.class).calls).hasSize(1);
			assertThat(context.getBean(Failing.class).letters).isEmpty();
		});
		await().untilAsserted(() -> assertThat(this.application.count(this.application.queue)).isOne());
		this.application.with((channel) -> channel.exchangeDelete(exchange));
		runner.run((context) -> {
			Failing failing = context.getBean(Failing.class);
			await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> assertThat(failing.letters).hasSize(1));
		});
		assertThat(this.application.count(this.application.queue + ".dlq")).isOne();
		assertThat(this.application.count(this.application.queue)).isZero();
	}

	@Test
	void figuresCountWhatWaitsAndWhatIsDead() {
		this.application.runner.withUserConfiguration(Failing.class)
			.withPropertyValues("safequeue.queues.orders.rabbit.prefetch=1",
					"safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				for (int i = 0; i < 4; i++) {
					queue.enqueue(new Order(i, ""));
				}
				await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> {
					StoreStatus status = RabbitApplication.diagnostics(context).store();
					assertThat(status.waiting()).isEqualTo(3);
					assertThat(status.dead()).isZero();
				});
				queue.resume();
				await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> {
					StoreStatus status = RabbitApplication.diagnostics(context).store();
					assertThat(status.waiting()).isZero();
					assertThat(status.dead()).isEqualTo(4);
				});
			});
	}

	@Test
	void pausedQueueDoesNotAskForItemsThatWereTakenBack() {
		try (RabbitServer server = RabbitServer.start()) {
			RabbitApplication own = new RabbitApplication(server);
			own.runner.withUserConfiguration(Failing.class).run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				queue.pause();
				queue.enqueue(new Order(1, ""));
				await().atMost(RabbitApplication.LIMIT).until(() -> own.count(own.queue) == 0);
				server.closeConnections();
				await().atMost(RabbitApplication.LIMIT).until(() -> own.count(own.queue) == 1);
				// Longer than from one look at the broker to the next.
				await().during(Duration.ofSeconds(7))
					.atMost(RabbitApplication.LIMIT)
					.until(() -> own.count(own.queue) == 1);
				queue.resume();
				await().atMost(RabbitApplication.LIMIT)
					.untilAsserted(() -> assertThat(context.getBean(Failing.class).letters).hasSize(1));
			});
		}
	}

	@Test
	void fastHandlersGetMoreAhead() {
		int items = 4000;
		this.application.runner.withUserConfiguration(Stopping.class).run((context) -> {
			DurableQueue<Order> queue = RabbitApplication.queue(context);
			for (int i = 0; i < items; i++) {
				assertThat(queue.offer(new Order(i, ""))).isTrue();
			}
			Stopping stopping = context.getBean(Stopping.class);
			// Before it is fast, ten are ahead.
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(this.application.count(this.application.queue)).isEqualTo(items - 10));
			stopping.go.release(items - 500);
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(this.application.count(this.application.queue)).isEqualTo(500 - 250));
			stopping.go.release(500);
			await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> assertThat(stopping.orders).hasSize(items));
			assertThat(stopping.orders).doesNotHaveDuplicates();
		});
		assertThat(this.application.count(this.application.queue)).isZero();
	}

	@Test
	void deletedQueueIsDeclaredAgain() {
		this.application.runner.withUserConfiguration(Failing.class).run((context) -> {
			this.application.with((channel) -> channel.queueDelete(this.application.queue));
			RabbitApplication.queue(context).offer(new Order(1, ""));
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(context.getBean(Failing.class).letters).hasSize(1));
		});
	}

	@Test
	void queueWithOtherArgumentsIsRefusedByName() {
		this.application.with((channel) -> channel.queueDeclare(this.application.queue, true, false, false, null));
		this.application.runner.withUserConfiguration(Failing.class)
			.run((context) -> assertThat(RabbitApplication.message(context.getStartupFailure())).contains(
					"Queue 'orders'", this.application.queue, "inequivalent arg",
					"Set safequeue.queues.orders.rabbit.queue"));
	}

	@Test
	void enqueueJoinsNoTransaction() {
		this.application.runner.withUserConfiguration(Failing.class).run((context) -> {
			DurableQueue<Order> queue = RabbitApplication.queue(context);
			TransactionSynchronizationManager.setActualTransactionActive(true);
			try {
				assertThatThrownBy(() -> queue.enqueue(new Order(1, "")))
					.isInstanceOf(IllegalTransactionStateException.class)
					.hasMessageContaining("jdbc");
			}
			finally {
				TransactionSynchronizationManager.setActualTransactionActive(false);
			}
			assertThat(context.getBean(Failing.class).calls).isEmpty();
		});
	}

	@Test
	void connectionFactoryOfTheApplicationIsUsed() {
		CachingConnectionFactory factory = new CachingConnectionFactory(RabbitServer.shared().client());
		this.application.runner.withUserConfiguration(Failing.class)
			.withBean(CachingConnectionFactory.class, () -> factory)
			.withPropertyValues("spring.rabbitmq.port=1")
			.run((context) -> {
				RabbitApplication.queue(context).enqueue(new Order(1, ""));
				await().atMost(RabbitApplication.LIMIT)
					.untilAsserted(() -> assertThat(context.getBean(Failing.class).letters).hasSize(1));
			});
		assertThat(this.application.count(this.application.queue + ".dlq")).isOne();
	}

	@Test
	void whatIsConfirmedIsNotPublishedAgain() {
		CachingConnectionFactory connections = new CachingConnectionFactory(RabbitServer.shared().client());
		RabbitQueueSettings settings = new RabbitQueueSettings(this.application.queue, 10, false, null);
		RabbitTopology topology = new RabbitTopology(connections, "orders", settings);
		try (ConfirmingPublisher publisher = new ConfirmingPublisher(connections)) {
			RabbitItemWriter writer = new RabbitItemWriter("orders", settings.queue(), publisher, topology);
			// The client sends no header that is larger than a frame.
			List<OutgoingItem> items = List.of(new OutgoingItem("a", null, "1", Map.of()),
					new OutgoingItem("b", "k".repeat(200_000), "2", Map.of()),
					new OutgoingItem("c", null, "3", Map.of()));
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(RefusedItemException.class).isThrownBy(() -> writer.write(items))
					.satisfies((refusal) -> assertThat(refusal.index()).isOne());
			}
			writer.write(items.subList(2, 3));
		}
		assertThat(this.application.take(this.application.queue))
			.extracting((message) -> message.getProps().getMessageId())
			.containsExactly("a", "c");
		connections.destroy();
	}

	/**
	 * Fails at each item.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Failing {

		final List<Order> calls = new CopyOnWriteArrayList<>();

		final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order) {
			this.calls.add(order);
			throw new IllegalStateException("as it should");
		}

		@Bean
		DeadLetterHandler letters() {
			return this.letters::add;
		}

	}

	/**
	 * Handles as many items as it is let.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Stopping {

		final List<Integer> orders = Collections.synchronizedList(new ArrayList<>());

		final Semaphore go = new Semaphore(0);

		@SafeQueueListener("orders")
		void on(Order order) throws InterruptedException {
			this.go.acquire();
			this.orders.add(order.number());
		}

	}

}
