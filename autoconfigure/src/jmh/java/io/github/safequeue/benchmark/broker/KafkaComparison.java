/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.broker;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.Acknowledgment;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueKafkaStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueMetricsAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.benchmark.Options;
import io.github.safequeue.testing.KafkaServer;

/**
 * Measures a queue with the store kafka beside a plain listener with asynchronous
 * acknowledgements and a plain template. A topic has three partitions.
 */
public final class KafkaComparison extends BrokerComparison {

	private static final int PARTITIONS = 3;

	private final KafkaServer server;

	private KafkaComparison(KafkaServer server, Options options) {
		super(options);
		this.server = server;
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if anything fails
	 */
	public static void main(String... args) throws Exception {
		logErrors();
		try (KafkaServer server = new KafkaServer(Files.createTempDirectory("kafka-comparison"))) {
			new KafkaComparison(server, new Options(args)).run();
		}
	}

	@Override
	String store() {
		return "kafka";
	}

	@Override
	Class<?> queues() {
		return Queues.class;
	}

	@Override
	Class<?> plain() {
		return Plain.class;
	}

	@Override
	void create(String topic) throws Exception {
		try (Admin admin = this.server.admin()) {
			admin
				.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1),
						new NewTopic(topic + "-dlt", PARTITIONS, (short) 1)))
				.all()
				.get();
		}
	}

	@Override
	List<String> properties(String topic, int concurrency) {
		return List.of("spring.kafka.bootstrap-servers=" + this.server.bootstrapServers(),
				"spring.kafka.consumer.group-id=" + topic, "spring.kafka.consumer.auto-offset-reset=earliest",
				"spring.kafka.listener.ack-mode=manual", "spring.kafka.listener.async-acks=true",
				"spring.kafka.listener.concurrency=" + concurrency, "safequeue.queues.orders.kafka.topic=" + topic,
				"safequeue.queues.orders.kafka.group-id=" + topic);
	}

	@Override
	@SuppressWarnings("unchecked")
	Function<Order, CompletableFuture<?>> template(ApplicationContext context, String topic) {
		KafkaTemplate<String, String> template = context.getBean(KafkaTemplate.class);
		JsonMapper mapper = mapper();
		return (order) -> template.send(topic, order.customer(), mapper.writeValueAsString(order));
	}

	@Override
	Object plainListener(Tally tally) {
		return new PlainListener(tally);
	}

	@Override
	void killServer() {
		this.server.kill();
	}

	/**
	 * An application with queues and meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
			SafeQueueKafkaStoreAutoConfiguration.class, SafeQueueMetricsAutoConfiguration.class,
			KafkaAutoConfiguration.class, KafkaMetricsAutoConfiguration.class, JacksonAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class })
	static class Queues {

	}

	/**
	 * An application without queues.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ KafkaAutoConfiguration.class, KafkaMetricsAutoConfiguration.class,
			JacksonAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class })
	static class Plain {

	}

	static final class PlainListener {

		private final JsonMapper mapper = mapper();

		private final Tally tally;

		PlainListener(Tally tally) {
			this.tally = tally;
		}

		@KafkaListener(topics = "${destination}")
		void on(ConsumerRecord<String, String> record, Acknowledgment acknowledgment) {
			this.mapper.readValue(record.value(), Order.class);
			this.tally.handled();
			acknowledgment.acknowledge();
		}

	}

}
