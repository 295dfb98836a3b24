/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how items become records and records become items.
 */
class KafkaRecordsTests {

	private final OutgoingItem item = new OutgoingItem("id", "key", "{}", Map.of("traceparent", "00-1-2-01"));

	private static ConsumerRecord<String, String> received(ProducerRecord<String, String> record) {
		return new ConsumerRecord<>(record.topic(), 2, 17, 0, TimestampType.CREATE_TIME, 0, 0, record.key(),
				record.value(), record.headers(), Optional.empty());
	}

	@Test
	void itemAndItsHeadersTravel() {
		ReceivedItem received = KafkaRecords.item(received(KafkaRecords.of("orders", this.item)));
		assertThat(received.id()).isEqualTo("id");
		assertThat(received.key()).isEqualTo("key");
		assertThat(received.payload()).isEqualTo("{}");
		assertThat(received.headers()).isEqualTo(this.item.headers());
		assertThat(KafkaRecords.item(received(KafkaRecords.of("other", received)))).isEqualTo(received);
	}

	@Test
	void deadLetterHasTheTypeOfItsCauseOnly() {
		ReceivedItem received = KafkaRecords.item(received(KafkaRecords.of("orders", this.item)));
		ProducerRecord<String, String> letter = KafkaRecords.deadLetter("orders-dlt", received,
				new IllegalStateException("secret"), 3);
		assertThat(letter.headers().toString()).doesNotContain("secret");
		assertThat(new String(letter.headers().lastHeader(KafkaRecords.CAUSE).value(), StandardCharsets.UTF_8))
			.isEqualTo(IllegalStateException.class.getName());
		assertThat(KafkaRecords.item(received(letter)).headers()).isEqualTo(this.item.headers());
	}

	@Test
	void recordOfAnotherProgramHasItsPlaceAsIdentity() {
		ReceivedItem received = KafkaRecords.item(new ConsumerRecord<>("orders", 2, 17, 0, TimestampType.CREATE_TIME, 0,
				0, null, null, new RecordHeaders(), Optional.empty()));
		assertThat(received.id()).isEqualTo("orders-2-17");
		assertThat(received.payload()).isEmpty();
	}

}
