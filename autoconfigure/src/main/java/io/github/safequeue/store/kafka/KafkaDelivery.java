/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.support.Acknowledgment;

import io.github.safequeue.store.Delivery;
import io.github.safequeue.store.ReceivedItem;

/**
 * A record that was polled.
 */
final class KafkaDelivery implements Delivery {

	private final KafkaPartition partition;

	private final ReceivedItem item;

	private final Acknowledgment acknowledgment;

	KafkaDelivery(KafkaPartition partition, ConsumerRecord<String, String> record, Acknowledgment acknowledgment) {
		this.partition = partition;
		this.item = KafkaRecords.item(record);
		this.acknowledgment = acknowledgment;
	}

	@Override
	public ReceivedItem item() {
		return this.item;
	}

	/** Kafka does not count. */
	@Override
	public int count() {
		return 0;
	}

	@Override
	public Object sequence() {
		return this.partition.partition();
	}

	@Override
	public boolean begin() {
		return this.partition.begin();
	}

	@Override
	public void end() {
		this.partition.end();
	}

	@Override
	public void acknowledge() {
		this.partition.acknowledge(this.acknowledgment::acknowledge);
		this.partition.settled();
	}

	/** What is not acknowledged goes to the partition's next consumer. */
	@Override
	public boolean isReturnable() {
		return false;
	}

	/** Nothing behind it may be handled any more: that would acknowledge it. */
	@Override
	public void release() {
		this.partition.leave();
		this.partition.settled();
	}

}
