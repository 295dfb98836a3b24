/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

/**
 * Where Kafka keeps a queue.
 *
 * @param topic the name of the topic
 * @param group the group of the consumers
 * @param maxDeliveries how often an item is tried that cannot be read
 */
public record KafkaQueueSettings(String topic, String group, int maxDeliveries) {

	/** The topic of the dead letters. */
	String deadLetterTopic() {
		return this.topic + "-dlt";
	}

}
