/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.rabbitmq.client.GetResponse;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.testing.RabbitServer;
import io.github.safequeue.testing.StoredOrders.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications close while items are handled and written.
 */
@Tag("servers")
@Timeout(300)
class RabbitClosingTests {

	private static final int ITEMS = 400;

	private final RabbitApplication application = new RabbitApplication(RabbitServer.shared());

	@Test
	void closingLosesAndRepeatsNothing() {
		List<Integer> handled = new ArrayList<>();
		this.application.runner.withUserConfiguration(Slow.class)
			.withPropertyValues("safequeue.queues.orders.concurrency=4")
			.run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				IntStream.range(0, ITEMS).forEach((i) -> assertThat(queue.offer(new Order(i, ""))).isTrue());
				Slow slow = context.getBean(Slow.class);
				await().atMost(RabbitApplication.LIMIT).until(() -> slow.handled.size() > 40);
				context.close();
				handled.addAll(slow.handled);
			});
		List<Integer> left = this.application.take(this.application.queue).stream().map(this::number).toList();
		assertThat(left).isNotEmpty();
		List<Integer> all = new ArrayList<>(handled);
		all.addAll(left);
		assertThat(all).doesNotHaveDuplicates().hasSize(ITEMS);
	}

	@Test
	void noThreadKeepsTheJvmRunning() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.application.runner.withUserConfiguration(Slow.class)
			.withPropertyValues("spring.rabbitmq.publisher-confirm-type=correlated")
			.run((context) -> {
				RabbitApplication.queue(context).enqueue(new Order(1, ""));
				await().atMost(RabbitApplication.LIMIT).until(() -> !context.getBean(Slow.class).handled.isEmpty());
			});
		await().pollInSameThread()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !thread.isDaemon() && !before.contains(thread))
				.isEmpty());
	}

	@Test
	void retryThatClosingWaitsForIsAcknowledged() {
		AtomicInteger calls = new AtomicInteger();
		this.application.runner.withUserConfiguration(Flaky.class)
			.withBean(AtomicInteger.class, () -> calls)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1", "safequeue.queues.orders.retry.delay=3s")
			.run((context) -> {
				RabbitApplication.queue(context).enqueue(new Order(1, ""));
				await().atMost(RabbitApplication.LIMIT).until(() -> calls.get() == 1);
			});
		assertThat(calls).hasValue(2);
		assertThat(this.application.take(this.application.queue)).isEmpty();
	}

	@Test
	void whatADestroyMethodSendsIsWritten() {
		this.application.runner.withUserConfiguration(Submitting.class)
			.withPropertyValues("safequeue.queues.orders.item-type=" + Order.class.getName())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.application.take(this.application.queue)).extracting(this::number).containsExactly(7);
	}

	@Test
	void keysKeepTheirOrderWhenAnInstanceCloses() {
		Ordered.reset();
		var runner = this.application.runner.withUserConfiguration(Ordered.class)
			.withPropertyValues("safequeue.queues.orders.rabbit.single-active-consumer=true",
					"safequeue.queues.orders.concurrency=4");
		runner.run((first) -> {
			DurableQueue<Order> queue = RabbitApplication.queue(first);
			IntStream.range(0, ITEMS).forEach((i) -> assertThat(queue.offer(new Order(i, "key" + i % 5))).isTrue());
			await().atMost(RabbitApplication.LIMIT).until(() -> Ordered.calls.size() > 40);
			runner.run((second) -> {
				first.close();
				await().atMost(RabbitApplication.LIMIT).until(() -> Ordered.calls.size() >= ITEMS);
				assertThat(RabbitApplication.figures(second).handled()).isPositive();
			});
		});
		assertThat(Ordered.calls).hasSize(ITEMS);
		assertThat(Ordered.overlaps).isEmpty();
		Ordered.calls.stream()
			.map(Order::text)
			.distinct()
			.forEach((key) -> assertThat(Ordered.calls.stream().filter((order) -> order.text().equals(key)))
				.extracting(Order::number)
				.isSorted());
	}

	private int number(GetResponse message) {
		return JsonMapper.shared().readValue(message.getBody(), Order.class).number();
	}

	/**
	 * Takes its time.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Slow {

		final List<Integer> handled = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order) throws InterruptedException {
			Thread.sleep(20);
			this.handled.add(order.number());
		}

	}

	/**
	 * Fails at first.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Flaky {

		@Autowired
		AtomicInteger calls;

		@SafeQueueListener("orders")
		void on(Order order) {
			if (this.calls.incrementAndGet() == 1) {
				throw new IllegalStateException("As it should");
			}
		}

	}

	/**
	 * Handles nothing, and sends an item when it is destroyed.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Submitting {

		@Bean
		Submitter submitter(@Qualifier("orders") DurableQueue<Order> queue) {
			return new Submitter(queue);
		}

	}

	/**
	 * Sends an item when it is destroyed.
	 *
	 * @param queue the queue
	 */
	record Submitter(DurableQueue<Order> queue) {

		@PreDestroy
		void send() {
			assertThat(this.queue.offer(new Order(7, ""))).isTrue();
		}

	}

	/**
	 * Notes in which order items of all instances are handled, and which of one key at
	 * the same time.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		static final List<Order> calls = new CopyOnWriteArrayList<>();

		static final Set<Order> overlaps = ConcurrentHashMap.newKeySet();

		private static final Map<String, Order> running = new ConcurrentHashMap<>();

		static void reset() {
			calls.clear();
			overlaps.clear();
			running.clear();
		}

		@SafeQueueListener(queues = "orders", key = "text")
		void on(Order order) throws InterruptedException {
			Order other = running.putIfAbsent(order.text(), order);
			if (other != null) {
				overlaps.addAll(new HashSet<>(List.of(order, other)));
			}
			calls.add(order);
			Thread.sleep(5);
			running.remove(order.text(), order);
		}

	}

}
