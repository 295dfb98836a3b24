/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueKafkaStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.testing.KafkaServer;
import io.github.safequeue.testing.StoredOrders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A test of what is polled from a Kafka server while handlers are slow.
 */
@Tag("servers")
@Timeout(600)
class KafkaPollingTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int ITEMS = 5000;

	record Order(String customer, int number) {
	}

	@Test
	void partitionIsNotPolledWhileTooMuchWaits(@TempDir Path directory) {
		Polled.RECORDS.set(0);
		try (KafkaServer server = new KafkaServer(directory)) {
			runner(server).run((context) -> {
				DurableQueue<Order> queue = StoredOrders.queue(context);
				IntStream.range(0, ITEMS).forEach((number) -> queue.offer(new Order("one", number)));
				assertThat(queue.awaitQuiescence(LIMIT)).isTrue();
				// All that one call of poll returns at most comes on top.
				await().atMost(LIMIT)
					.during(Duration.ofSeconds(1))
					.until(Polled.RECORDS::get, (polled) -> polled >= 2000 && polled <= 2500);
				Held held = context.getBean(Held.class);
				held.latch.countDown();
				await().atMost(LIMIT).until(() -> held.handled.size() == ITEMS);
				queue.enqueue(new Order("one", ITEMS));
				await().atMost(LIMIT).until(() -> held.handled.size() == ITEMS + 1);
				assertThat(held.handled).isSorted();
			});
		}
	}

	private static ApplicationContextRunner runner(KafkaServer server) {
		return new ApplicationContextRunner().withUserConfiguration(Held.class)
			.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
					SafeQueueStoreAutoConfiguration.class, SafeQueueKafkaStoreAutoConfiguration.class,
					KafkaAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("spring.kafka.bootstrap-servers=" + server.bootstrapServers(),
					"spring.kafka.consumer.properties.interceptor.classes=" + Polled.class.getName(),
					"safequeue.queues.orders.store=kafka", "safequeue.queues.orders.kafka.topic=orders",
					"safequeue.queues.orders.kafka.group-id=orders");
	}

	/**
	 * Handles nothing until it is let go.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Held {

		private final CountDownLatch latch = new CountDownLatch(1);

		private final List<Integer> handled = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", key = "customer")
		void on(Order order) throws InterruptedException {
			this.latch.await();
			this.handled.add(order.number());
		}

	}

	/**
	 * Counts the records that were polled.
	 */
	public static final class Polled implements ConsumerInterceptor<String, String> {

		private static final AtomicInteger RECORDS = new AtomicInteger();

		@Override
		public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
			RECORDS.addAndGet(records.count());
			return records;
		}

		@Override
		public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

}
