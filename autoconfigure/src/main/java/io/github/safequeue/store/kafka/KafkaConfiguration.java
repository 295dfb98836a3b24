/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The application's settings of clients, with what a queue's promises need.
 */
final class KafkaConfiguration {

	private static final int DEFAULT_MAX_POLL_INTERVAL = 300_000;

	private static final int CLOSE_SECONDS = 1;

	/**
	 * How long a request for records may wait at a broker. Those of a partition that is
	 * polled again are asked for after the answer for the others.
	 */
	private static final int FETCH_MILLIS = 100;

	private KafkaConfiguration() {
	}

	/**
	 * Return a factory of producers that write each record once, to all replicas.
	 * @param source has the application's settings
	 * @param persistent whether they try for ever
	 */
	static DefaultKafkaProducerFactory<String, String> producers(ProducerFactory<?, ?> source, boolean persistent) {
		Map<String, Object> properties = new HashMap<>(source.getConfigurationProperties());
		properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
		properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		properties.remove(ProducerConfig.RETRIES_CONFIG);
		properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
		// Nothing follows a batch before it is confirmed.
		properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
		if (persistent) {
			properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
		}
		else if (!properties.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
				&& !properties.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
			properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
			properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
		}
		DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(properties);
		producers.setPhysicalCloseTimeout(CLOSE_SECONDS);
		return producers;
	}

	/**
	 * Return a factory of consumers that begin at the oldest record and commit nothing by
	 * themselves.
	 * @param source has the application's settings
	 */
	static ConsumerFactory<String, String> consumers(ConsumerFactory<?, ?> source) {
		Map<String, Object> properties = new HashMap<>(source.getConfigurationProperties());
		properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		// Else records are skipped that were written before the group's first consumer.
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS);
		return new DefaultKafkaConsumerFactory<>(properties);
	}

	/**
	 * Return the settings of the client that creates topics and looks into them.
	 * @param source the application's settings
	 */
	static Map<String, Object> admin(Map<String, Object> source) {
		Map<String, Object> properties = new HashMap<>(source);
		// The other strategy logs thousands of lines per second while no broker answers.
		properties.putIfAbsent(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
		return properties;
	}

	/** Return how long a consumer may take between two polls. */
	static Duration maxPollInterval(ConsumerFactory<?, ?> consumers) {
		Object millis = consumers.getConfigurationProperties().get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
		return Duration.ofMillis((millis != null) ? Long.parseLong(millis.toString()) : DEFAULT_MAX_POLL_INTERVAL);
	}

}
