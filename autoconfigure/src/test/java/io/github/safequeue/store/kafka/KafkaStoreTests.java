/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.WorkContext;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueKafkaStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.store.RefusedItemException;
import io.github.safequeue.testing.EmptyTransactionManager;
import io.github.safequeue.testing.KafkaServer;

import static io.github.safequeue.testing.StoredOrders.figures;
import static io.github.safequeue.testing.StoredOrders.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests of queues that are topics of a Kafka server.
 */
@Tag("servers")
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class KafkaStoreTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	static Path directory;

	static KafkaServer server;

	/** A queue of its own for each test. */
	private String topic = "";

	record Order(String customer, int number, String text) {

		Order(int number, String text) {
			this("c" + number % 5, number, text);
		}

	}

	@BeforeAll
	static void startServer() {
		server = new KafkaServer(directory);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void nameTheTopic(TestInfo info) {
		this.topic = info.getTestMethod().orElseThrow().getName();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
					SafeQueueStoreAutoConfiguration.class, SafeQueueKafkaStoreAutoConfiguration.class,
					KafkaAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("spring.kafka.bootstrap-servers=" + server.bootstrapServers(),
					"safequeue.queues.orders.store=kafka", "safequeue.queues.orders.kafka.topic=" + this.topic,
					"safequeue.queues.orders.kafka.group-id=" + this.topic, "safequeue.queues.orders.retry.delay=10ms",
					"safequeue.shutdown.drain-timeout=30s");
	}

	@Test
	void itemsGoThroughTheTopic() {
		runner().withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			queue.offer(new Order(1, "offered"));
			queue.send(new Order(2, "sent")).get(60, TimeUnit.SECONDS);
			queue.enqueue(new Order(3, "enqueued"));
			Recording recording = context.getBean(Recording.class);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number)
					.containsExactlyInAnyOrder(1, 2, 3));
			assertThat(recording.contexts).extracting(WorkContext::id).doesNotContainNull().doesNotHaveDuplicates();
			assertThat(recording.contexts).extracting(WorkContext::deliveryCount).containsOnly(0);
			await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).waiting()).isZero());
			assertThat(queue.snapshot().handled()).isEqualTo(2);
			assertThat(figures(queue).handled()).isEqualTo(3);
		});
	}

	@Test
	void whatIsHandledDoesNotComeAgain() {
		runner().withUserConfiguration(Recording.class).run((context) -> {
			for (int i = 0; i < 100; i++) {
				queue(context).offer(new Order(i, ""));
			}
			await().atMost(LIMIT).untilAsserted(() -> assertThat(context.getBean(Recording.class).orders).hasSize(100));
		});
		runner().withUserConfiguration(Recording.class).run((context) -> {
			queue(context).enqueue(new Order(100, ""));
			Recording recording = context.getBean(Recording.class);
			await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.orders).isNotEmpty());
			assertThat(recording.orders).extracting(Order::number).containsExactly(100);
		});
	}

	@Test
	void failedItemsAreDeadLettersInTheirTopic() {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, "fails"));
				Recording recording = context.getBean(Recording.class);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.letters).hasSize(1));
				assertThat(recording.contexts).extracting(WorkContext::attempt).containsExactly(1, 2, 3);
				assertThat(recording.contexts.stream().map(WorkContext::id).distinct()).hasSize(1);
				List<ConsumerRecord<String, String>> letters = records(this.topic + "-dlt", 1);
				assertThat(letters.get(0).value()).isEqualTo("""
						{"customer":"c1","number":1,"text":"fails"}""");
				assertThat(header(letters.get(0), "safequeue-cause")).isEqualTo(IllegalStateException.class.getName());
				assertThat(header(letters.get(0), "safequeue-attempts")).isEqualTo("3");
				assertThat(header(letters.get(0), "safequeue-id")).isEqualTo(recording.contexts.get(0).id());
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).dead()).isOne());
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).waiting()).isZero());
			});
	}

	@Test
	void retryHoldsItsPartitionOnly() {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1", "safequeue.queues.orders.retry.delay=1h",
					"safequeue.queues.orders.retry.max-delay=1h", "safequeue.shutdown.drain-timeout=1s",
					"safequeue.queues.orders.concurrency=2")
			.run((context) -> {
				Recording recording = context.getBean(Recording.class);
				send(this.topic, 0, "{\"number\":1,\"text\":\"fails\"}");
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.contexts).hasSize(1));
				send(this.topic, 0, "{\"number\":2}");
				send(this.topic, 1, "{\"number\":3}");
				await().atMost(LIMIT)
					.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(3));
			});
		runner().withUserConfiguration(Recording.class).run((context) -> {
			Recording recording = context.getBean(Recording.class);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(2));
			assertThat(recording.letters).hasSize(1);
		});
	}

	@Test
	void unreadableRecordsAreDeadLetters() {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.kafka.max-deliveries=3")
			.run((context) -> {
				Recording recording = context.getBean(Recording.class);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue(context)).available()).isTrue());
				send(this.topic, 0, "unreadable");
				send(this.topic, 0, "{\"number\":2}");
				await().atMost(LIMIT)
					.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(2));
				assertThat(records(this.topic + "-dlt", 1)).extracting(ConsumerRecord::value)
					.containsExactly("unreadable");
			});
	}

	@Test
	void batchesGoOnAfterTheItemThatFailed() {
		runner().withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				for (int i = 0; i < 20; i++) {
					queue.enqueue(new Order(i, ""));
				}
				queue.resume();
				Batches batches = context.getBean(Batches.class);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(batches.settled).hasSize(19));
				assertThat(records(this.topic + "-dlt", 1)).hasSize(1);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).waiting()).isZero());
			});
	}

	@Test
	void itemsOfOneKeyAreHandledInOrder() {
		runner().withUserConfiguration(Keyed.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			for (int i = 0; i < 500; i++) {
				queue.offer(new Order(i, ""));
			}
			Keyed keyed = context.getBean(Keyed.class);
			await().atMost(LIMIT).untilAsserted(() -> assertThat(keyed.orders).hasSize(500));
			for (int customer = 0; customer < 5; customer++) {
				String name = "c" + customer;
				assertThat(keyed.orders.stream().filter((order) -> order.customer().equals(name)))
					.extracting(Order::number)
					.isSorted()
					.hasSize(100);
			}
		});
	}

	@Test
	void tooLargeItemsAreRefusedAndOthersWritten(CapturedOutput output) {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("spring.kafka.producer.properties.max.request.size=2000")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.offer(new Order(1, ""));
				var large = queue.send(new Order(2, "x".repeat(5000)));
				queue.offer(new Order(3, ""));
				assertThatThrownBy(() -> large.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(RefusedItemException.class)
					.hasMessageContaining(RecordTooLargeException.class.getName());
				Recording recording = context.getBean(Recording.class);
				await().atMost(LIMIT)
					.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number)
						.containsExactlyInAnyOrder(1, 3));
				assertThatThrownBy(() -> queue.enqueue(new Order(4, "x".repeat(5000))))
					.isInstanceOf(RefusedItemException.class);
			});
		assertThat(output).doesNotContain("xxx");
	}

	@Test
	void transactionsOfTheCallerAreRefused() {
		runner().withUserConfiguration(Recording.class)
			.run((context) -> new TransactionTemplate(new EmptyTransactionManager())
				.executeWithoutResult((status) -> assertThatThrownBy(() -> queue(context).enqueue(new Order(1, "")))
					.isInstanceOf(IllegalTransactionStateException.class)
					.hasMessageContaining("'orders'")
					.hasMessageContaining("send")));
	}

	@Test
	void partitionsMoveWithoutRepeating() {
		List<Order> handled = new CopyOnWriteArrayList<>();
		List<Order> sent = new CopyOnWriteArrayList<>();
		ApplicationContextRunner sharing = runner().withUserConfiguration(Shared.class)
			.withBean("handled", List.class, () -> handled);
		sharing.run((first) -> {
			DurableQueue<Order> queue = queue(first);
			AtomicBoolean enough = new AtomicBoolean();
			Thread sending = new Thread(() -> {
				for (int i = 0; !enough.get(); i++) {
					Order order = new Order("c" + i % 30, i, "");
					queue.send(order).join();
					sent.add(order);
				}
			});
			sending.start();
			sharing.run((second) -> {
				await().atMost(LIMIT).until(() -> figures(queue(second)).accepted() > 20);
				long accepted = figures(queue).accepted();
				await().atMost(LIMIT).until(() -> figures(queue).accepted() > accepted + 20);
			});
			int before = handled.size();
			await().atMost(LIMIT).until(() -> handled.size() > before + 100);
			enough.set(true);
			sending.join();
			await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsAll(sent));
		});
		assertThat(handled).doesNotHaveDuplicates().hasSameSizeAs(sent);
		for (int customer = 0; customer < 30; customer++) {
			String name = "c" + customer;
			assertThat(handled.stream().filter((order) -> order.customer().equals(name))).extracting(Order::number)
				.isSorted();
		}
	}

	/** One outage for all that depends on one, since the server takes long to start. */
	@Test
	void nothingIsLostWhileTheServerIsDown() {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("spring.kafka.admin.properties.request.timeout.ms=2000")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.send(new Order(0, "")).get(60, TimeUnit.SECONDS);
				Recording recording = context.getBean(Recording.class);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.orders).hasSize(1));
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).waiting()).isZero());
				CountDownLatch killed = new CountDownLatch(1);
				recording.beforeFailure = () -> {
					if (killed.getCount() > 0) {
						server.kill();
						killed.countDown();
					}
				};
				queue.offer(new Order(1, "fails"));
				assertThat(killed.await(60, TimeUnit.SECONDS)).isTrue();
				for (int i = 2; i < 50; i++) {
					assertThat(queue.offer(new Order(i, ""))).isTrue();
				}
				awaitAvailable(queue, false);
				startsWhileTheServerIsDown(() -> {
					assertThat(recording.orders).as("before the server is up").hasSize(1);
					assertThat(recording.letters).as("before the server is up").isEmpty();
				});
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.orders.stream().distinct()).hasSize(49));
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.letters).isNotEmpty());
				assertThat(records(this.topic + "-dlt", 1)).isNotEmpty();
				awaitAvailable(queue, true);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(status(queue).waiting()).isZero());
				assertThat(queue.snapshot().handled()).isEqualTo(50);
			});
	}

	@Test
	void closesInTimeWhileTheServerHangs() {
		AtomicLong closing = new AtomicLong();
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.shutdown.drain-timeout=1s",
					"spring.kafka.producer.properties.delivery.timeout.ms=10000",
					"spring.kafka.producer.properties.request.timeout.ms=5000")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, ""));
				await().atMost(LIMIT).until(() -> !context.getBean(Recording.class).orders.isEmpty());
				server.suspend();
				await().atMost(LIMIT).until(() -> {
					queue.offer(new Order(2, ""));
					return !((StoredQueueDiagnostics) queue).availability().available();
				});
				long start = System.nanoTime();
				context.close();
				closing.set(System.nanoTime() - start);
			});
		server.kill();
		server.start();
		assertThat(Duration.ofNanos(closing.get())).isLessThan(Duration.ofSeconds(5));
	}

	private void startsWhileTheServerIsDown(Runnable before) {
		runner().withUserConfiguration(Recording.class)
			.withPropertyValues("spring.kafka.admin.properties.request.timeout.ms=2000",
					"safequeue.queues.orders.kafka.topic=late", "safequeue.queues.orders.kafka.group-id=late")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				DurableQueue<Order> queue = queue(context);
				queue.offer(new Order(1, ""));
				awaitAvailable(queue, false);
				before.run();
				server.start();
				Recording recording = context.getBean(Recording.class);
				await().atMost(LIMIT).untilAsserted(() -> assertThat(recording.orders).hasSize(1));
			});
	}

	private static void awaitAvailable(SafeQueue<?> queue, boolean available) {
		await().atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(((StoredQueueDiagnostics) queue).availability().available()).isEqualTo(available));
	}

	private static void send(String topic, int partition, String payload) {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", server.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>(topic, partition, null, payload)).get(60, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<ConsumerRecord<String, String>> records(String topic, int number) {
		List<ConsumerRecord<String, String>> found = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				server.bootstrapServers(), "group.id", "reader-" + System.nanoTime(), "auto.offset.reset", "earliest"),
				new StringDeserializer(), new StringDeserializer())) {
			consumer.subscribe(List.of(topic));
			await().atMost(LIMIT).until(() -> {
				ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(100));
				polled.forEach(found::add);
				return found.size() >= number;
			});
		}
		return found;
	}

	private static String header(ConsumerRecord<String, String> record, String name) {
		return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	private static StoreStatus status(SafeQueue<?> queue) {
		return ((StoredQueueDiagnostics) queue).store();
	}

	/**
	 * Notes what it handles.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Recording {

		final List<Order> orders = new CopyOnWriteArrayList<>();

		final List<WorkContext> contexts = new CopyOnWriteArrayList<>();

		final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

		volatile Runnable beforeFailure = () -> {
		};

		@SafeQueueListener("orders")
		void on(Order order, WorkContext context) {
			this.contexts.add(context);
			if ("fails".equals(order.text())) {
				this.beforeFailure.run();
				throw new IllegalStateException("as it should");
			}
			this.orders.add(order);
		}

		@Bean
		DeadLetterHandler letters() {
			return this.letters::add;
		}

	}

	/**
	 * One item of each batch fails, namely number 7.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Batches {

		final List<Integer> settled = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", batchSize = "10")
		void on(List<Order> orders) {
			for (int i = 0; i < orders.size(); i++) {
				if (orders.get(i).number() == 7) {
					throw new BatchFailedException(i, new IllegalStateException("as it should"));
				}
				this.settled.add(orders.get(i).number());
			}
		}

	}

	/**
	 * Handles customers side by side.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Keyed {

		final List<Order> orders = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", key = "customer", concurrency = "3")
		void on(Order order) {
			this.orders.add(order);
		}

	}

	/**
	 * Handles slowly, and shares its list with other instances.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Shared {

		private final List<Order> handled;

		@SuppressWarnings("unchecked")
		Shared(ApplicationContext context) {
			this.handled = context.getBean("handled", List.class);
		}

		@SafeQueueListener(queues = "orders", key = "customer", concurrency = "2")
		void on(Order order) throws InterruptedException {
			assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
			this.handled.add(order);
		}

	}

}
