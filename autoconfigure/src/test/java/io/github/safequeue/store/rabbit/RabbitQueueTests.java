/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.WorkContext;
import io.github.safequeue.store.RefusedItemException;
import io.github.safequeue.testing.RabbitServer;
import io.github.safequeue.testing.StoredOrders.Batches;
import io.github.safequeue.testing.StoredOrders.Order;
import io.github.safequeue.testing.StoredOrders.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a queue in RabbitMQ.
 */
@Tag("servers")
@Timeout(300)
class RabbitQueueTests {

	private RabbitApplication application;

	@BeforeEach
	void emptyQueue() {
		this.application = new RabbitApplication(RabbitServer.shared());
	}

	@Test
	void itemsGoThroughTheBroker() {
		this.application.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = RabbitApplication.queue(context);
			assertThat(queue.offer(new Order(1, "offered"))).isTrue();
			queue.send(new Order(2, "sent")).get(60, TimeUnit.SECONDS);
			queue.enqueue(new Order(3, "enqueued"));
			Recording recording = context.getBean(Recording.class);
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number)
					.containsExactlyInAnyOrder(1, 2, 3));
			await().untilAsserted(() -> assertThat(RabbitApplication.figures(context).handled()).isEqualTo(3));
			assertThat(queue.snapshot().handled()).isEqualTo(2);
			assertThat(recording.contexts).allSatisfy((call) -> assertThat(call.deliveryCount()).isOne());
			assertThat(recording.contexts).extracting(WorkContext::id).doesNotContainNull().doesNotHaveDuplicates();
		});
		assertThat(this.application.count(this.application.queue)).isZero();
	}

	@Test
	void failedItemIsADeadLetterAfterItsRetries() {
		this.application.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2")
			.run((context) -> {
				RabbitApplication.queue(context).enqueue(new Order(1, "fails"));
				Recording recording = context.getBean(Recording.class);
				await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> assertThat(recording.letters).hasSize(1));
				assertThat(recording.contexts).extracting(WorkContext::attempt).containsExactly(1, 2, 3);
				assertThat(recording.contexts.stream().map(WorkContext::id).distinct()).hasSize(1);
				List<GetResponse> dead = this.application.take(this.application.queue + ".dlq");
				assertThat(dead).hasSize(1);
				BasicProperties properties = dead.get(0).getProps();
				assertThat(properties.getMessageId()).isEqualTo(recording.contexts.get(0).id());
				assertThat(properties.getDeliveryMode()).isEqualTo(2);
				assertThat(properties.getHeaders().get("safequeue-cause"))
					.hasToString(IllegalStateException.class.getName());
				assertThat(properties.getHeaders().get("safequeue-attempts")).isEqualTo(3);
				assertThat(new String(dead.get(0).getBody(), java.nio.charset.StandardCharsets.UTF_8))
					.isEqualTo("{\"number\":1,\"text\":\"fails\"}");
			});
		assertThat(this.application.count(this.application.queue)).isZero();
	}

	@Test
	void tooLargeItemIsRefusedAlone() {
		this.application.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = RabbitApplication.queue(context);
			String large = "x".repeat(RabbitServer.MAX_MESSAGE_SIZE);
			var futures = List.of(queue.send(new Order(1, "")), queue.send(new Order(2, large)),
					queue.send(new Order(3, "")), queue.send(new Order(4, large)), queue.send(new Order(5, "")));
			for (int i = 0; i < 5; i += 2) {
				futures.get(i).get(60, TimeUnit.SECONDS);
			}
			assertThatThrownBy(() -> futures.get(1).get(60, TimeUnit.SECONDS))
				.hasCauseInstanceOf(RefusedItemException.class);
			assertThatThrownBy(() -> futures.get(3).get(60, TimeUnit.SECONDS))
				.hasCauseInstanceOf(RefusedItemException.class);
			assertThatThrownBy(() -> queue.enqueue(new Order(6, large))).isInstanceOf(RefusedItemException.class);
			queue.enqueue(new Order(7, ""));
			Recording recording = context.getBean(Recording.class);
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(recording.orders.stream().map(Order::number).distinct())
					.containsExactlyInAnyOrder(1, 3, 5, 7));
		});
	}

	@Test
	void batchGoesOnAfterTheItemThatFailed() {
		this.application.runner.withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1",
					"safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				Batches batches = context.getBean(Batches.class);
				AtomicLong handled = new AtomicLong();
				// Again if not all had arrived before the first was taken: nothing shows
				// that.
				while (batches.calls.stream().noneMatch((call) -> call.size() == 5)) {
					batches.calls.clear();
					queue.pause();
					for (int i = 0; i < 5; i++) {
						queue.enqueue(new Order(i, ""));
					}
					await().atMost(RabbitApplication.LIMIT)
						.untilAsserted(() -> assertThat(this.application.count(this.application.queue)).isZero());
					queue.resume();
					handled.addAndGet(5);
					await().atMost(RabbitApplication.LIMIT)
						.until(() -> RabbitApplication.figures(context).handled() == handled.get());
				}
				assertThat(batches.calls).containsExactly(List.of(0, 1, 2, 3, 4), List.of(2), List.of(3, 4));
			});
		assertThat(this.application.count(this.application.queue)).isZero();
	}

	@Test
	void unreadableItemIsGivenUp() {
		this.application.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.rabbit.max-deliveries=1")
			.run((context) -> {
				this.application.with((channel) -> {
					channel.basicPublish("", this.application.queue,
							new BasicProperties.Builder().messageId("one").headers(Map.of()).build(),
							"no JSON".getBytes(java.nio.charset.StandardCharsets.UTF_8));
					return null;
				});
				RabbitApplication.queue(context).enqueue(new Order(2, ""));
				Recording recording = context.getBean(Recording.class);
				await().atMost(RabbitApplication.LIMIT).untilAsserted(() -> assertThat(recording.orders).hasSize(1));
				await().atMost(RabbitApplication.LIMIT)
					.untilAsserted(() -> assertThat(this.application.count(this.application.queue + ".dlq")).isOne());
			});
		assertThat(this.application.count(this.application.queue)).isZero();
		assertThat(this.application.take(this.application.queue + ".dlq").get(0).getProps().getMessageId())
			.isEqualTo("one");
	}

}
