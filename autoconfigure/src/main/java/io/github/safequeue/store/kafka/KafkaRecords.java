/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;

/**
 * How items are records, and records items.
 */
final class KafkaRecords {

	static final String ID = "safequeue-id";

	static final String CAUSE = "safequeue-cause";

	static final String ATTEMPTS = "safequeue-attempts";

	private KafkaRecords() {
	}

	static ProducerRecord<String, String> of(String topic, OutgoingItem item) {
		return record(topic, item.key(), item.payload(), item.id(), item.headers());
	}

	/** The record of an item that goes on to another topic. */
	static ProducerRecord<String, String> of(String topic, ReceivedItem item) {
		return record(topic, item.key(), item.payload(), item.id(), item.headers());
	}

	private static ProducerRecord<String, String> record(String topic, @Nullable String key, String payload, String id,
			Map<String, String> headers) {
		ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, payload);
		headers.forEach((name, value) -> add(record.headers(), name, value));
		add(record.headers(), ID, id);
		return record;
	}

	static ProducerRecord<String, String> deadLetter(String topic, ReceivedItem item, Throwable cause, int attempts) {
		ProducerRecord<String, String> record = of(topic, item);
		add(record.headers(), CAUSE, cause.getClass().getName());
		add(record.headers(), ATTEMPTS, Integer.toString(attempts));
		return record;
	}

	private static void add(Headers headers, String name, String value) {
		headers.add(name, value.getBytes(StandardCharsets.UTF_8));
	}

	/** A record that another program wrote has its place as its identity. */
	static ReceivedItem item(ConsumerRecord<String, String> record) {
		Map<String, String> headers = new HashMap<>();
		for (Header header : record.headers()) {
			if (header.value() != null) {
				headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
			}
		}
		String id = headers.remove(ID);
		headers.remove(CAUSE);
		headers.remove(ATTEMPTS);
		return new ReceivedItem(record.offset(),
				(id != null) ? id : "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()),
				record.key(), (record.value() != null) ? record.value() : "", headers, 0, 0);
	}

}
