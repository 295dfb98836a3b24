/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.util.Map;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * How to reach Kafka.
 *
 * @param producers whose settings producers get, beside those that a queue needs
 * @param consumers whose settings consumers get, beside those that a queue needs
 * @param admin the settings of the client that creates topics and looks into them
 */
public record KafkaClients(ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers,
		Map<String, Object> admin) {
}
