/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.Acknowledgment;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.testing.KafkaServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The listener of the guide hands records over to a queue in memory and loses none, and
 * the one that the guide warns of does.
 */
@Tag("servers")
@Timeout(600)
class KafkaHandOverTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int RECORDS = 400;

	private static final int FAILING = 50;

	@TempDir
	static Path directory;

	static KafkaServer server;

	private final Set<String> handled = ConcurrentHashMap.newKeySet();

	/** How often records that fail were handled. */
	private final Map<String, Integer> calls = new ConcurrentHashMap<>();

	@BeforeAll
	static void startServer() {
		server = new KafkaServer(directory);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private ApplicationContextRunner runner(Class<?> listener) throws Exception {
		try (Admin admin = server.admin()) {
			admin.deleteTopics(admin.listTopics().names().get()).all().get();
			await().atMost(LIMIT).until(() -> admin.listTopics().names().get().isEmpty());
			admin.createTopics(List.of(new NewTopic("orders", 3, (short) 1), new NewTopic("orders-dlt", 1, (short) 1)))
				.all()
				.get();
		}
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", server.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			for (int i = 0; i < RECORDS; i++) {
				producer.send(new ProducerRecord<>("orders", i % 3, "key" + i % 7, Integer.toString(i)));
			}
			producer.flush();
		}
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class, KafkaAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withBean("handled", Set.class, () -> this.handled)
			.withBean("calls", Map.class, () -> this.calls)
			.withPropertyValues("spring.kafka.bootstrap-servers=" + server.bootstrapServers(),
					"spring.kafka.consumer.group-id=" + listener.getSimpleName(),
					"spring.kafka.consumer.auto-offset-reset=earliest", "spring.kafka.listener.ack-mode=manual",
					"spring.kafka.listener.async-acks=true", "safequeue.queues.records.concurrency=4",
					"safequeue.shutdown.drain-timeout=100ms");
	}

	/** Handle some, end without handling what is left, and handle that. */
	private void handleInTwoRuns(Class<?> listener) throws Exception {
		ApplicationContextRunner runner = runner(listener);
		runner.run((context) -> await().atMost(LIMIT).until(() -> this.handled.size() > RECORDS / 4));
		runner.run((context) -> {
			try (Admin admin = server.admin()) {
				await().atMost(LIMIT).until(() -> committed(admin, listener.getSimpleName()) == RECORDS);
			}
		});
	}

	private static long committed(Admin admin, String group) throws Exception {
		return admin.listConsumerGroupOffsets(group)
			.partitionsToOffsetAndMetadata()
			.get()
			.values()
			.stream()
			.mapToLong((offset) -> offset.offset())
			.sum();
	}

	private static Set<String> deadLetters() {
		Set<String> found = new HashSet<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				server.bootstrapServers(), "group.id", "reader-" + System.nanoTime(), "auto.offset.reset", "earliest"),
				new StringDeserializer(), new StringDeserializer())) {
			consumer.subscribe(List.of("orders-dlt"));
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
			while (System.nanoTime() - end < 0 && found.size() < FAILING) {
				consumer.poll(Duration.ofMillis(100)).forEach((record) -> found.add(record.value()));
			}
		}
		return found;
	}

	private static boolean isFailing(String value) {
		return Integer.parseInt(value) % (RECORDS / FAILING) == 0;
	}

	@Test
	void listenerOfTheGuideLosesNothing() throws Exception {
		handleInTwoRuns(OrderRecords.class);
		Set<String> letters = deadLetters();
		assertThat(letters.stream().filter(KafkaHandOverTests::isFailing)).hasSize(FAILING);
		// A call that closing interrupts has failed as well.
		letters.addAll(this.handled);
		assertThat(letters).hasSize(RECORDS);
	}

	@Test
	void listenerWhoseFutureFailsLosesRecords() throws Exception {
		handleInTwoRuns(FailingFutures.class);
		// All are committed, though some that failed never came again.
		assertThat(this.calls.values()).contains(1);
	}

	/**
	 * Handles what was handed over.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Handler {

		private final Set<String> handled;

		private final Map<String, Integer> calls;

		@SuppressWarnings("unchecked")
		Handler(ApplicationContext context) {
			this.handled = context.getBean("handled", Set.class);
			this.calls = context.getBean("calls", Map.class);
		}

		@SafeQueueListener(queues = "records", key = "partition")
		void handle(ConsumerRecord<String, String> record) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(10);
			if (isFailing(record.value())) {
				this.calls.merge(record.value(), 1, Integer::sum);
				throw new IllegalStateException("as it should");
			}
			this.handled.add(record.value());
		}

	}

	@Import(Handler.class)
	static class OrderRecords {

		private final SafeQueue<ConsumerRecord<String, String>> records;

		private final KafkaTemplate<String, String> kafka;

		OrderRecords(SafeQueue<ConsumerRecord<String, String>> records, KafkaTemplate<String, String> kafka) {
			this.records = records;
			this.kafka = kafka;
		}

		@KafkaListener(topics = "orders")
		@SuppressWarnings("FutureReturnValueIgnored")
		void on(ConsumerRecord<String, String> record, Acknowledgment acknowledgment) {
			this.records.submit(record)
				.exceptionallyCompose((failure) -> deadLetter(record, failure))
				.thenRun(acknowledgment::acknowledge);
		}

		private CompletionStage<Void> deadLetter(ConsumerRecord<String, String> record, Throwable failure) {
			if (failure instanceof RejectedWorkException || failure instanceof UndeliveredWorkException) {
				// Not handled, and so not acknowledged: Kafka delivers it again.
				return CompletableFuture.failedFuture(failure);
			}
			return this.kafka.send("orders-dlt", record.key(), record.value()).thenAccept((sent) -> {
			});
		}

	}

	/**
	 * What the guide warns of.
	 */
	@Import(Handler.class)
	static class FailingFutures {

		private final SafeQueue<ConsumerRecord<String, String>> records;

		FailingFutures(SafeQueue<ConsumerRecord<String, String>> records) {
			this.records = records;
		}

		@KafkaListener(topics = "orders")
		CompletableFuture<Void> on(ConsumerRecord<String, String> record) {
			return this.records.submit(record);
		}

	}

}
