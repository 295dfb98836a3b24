/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.RefusedItemException;

/**
 * Writes records and waits until all replicas have them.
 *
 * <p>
 * The outgoing side writes by a producer that gives nothing up: what is not confirmed in
 * time stays with the producer, and the next call waits for it again. So no record is
 * written twice, and those of one key keep their order. Any thread, {@link #write} by one
 * at a time.
 */
final class KafkaWriter {

	/** How long a write waits before it is called again. */
	private static final Duration CONFIRMATION = Duration.ofSeconds(10);

	/** Longer than the producer takes that has a limit. */
	private static final Duration LIMIT = Duration.ofMinutes(10);

	private final String queue;

	private final String topic;

	/** Gives nothing up. */
	private final KafkaTemplate<String, String> persistent;

	/** Gives up after the time that the application has set. */
	private final KafkaTemplate<String, String> limited;

	/** What the producer has, by the identity of the item. */
	private final Map<String, CompletableFuture<?>> sent = new HashMap<>();

	KafkaWriter(String queue, String topic, KafkaTemplate<String, String> persistent,
			KafkaTemplate<String, String> limited) {
		this.queue = queue;
		this.topic = topic;
		this.persistent = persistent;
		this.limited = limited;
	}

	/**
	 * Write items, and return when all are confirmed.
	 * @param items the items; the same list again after a failure
	 * @throws RefusedItemException if one can never be written
	 */
	void write(List<OutgoingItem> items) {
		RuntimeException failure = send(items);
		long deadline = System.nanoTime() + CONFIRMATION.toNanos();
		for (int i = 0; i < items.size(); i++) {
			CompletableFuture<?> record = this.sent.get(items.get(i).id());
			if (record == null) {
				throw refusalOr(i, failure);
			}
			try {
				await(record, deadline - System.nanoTime());
			}
			catch (RuntimeException ex) {
				if (record.isCompletedExceptionally()) {
					this.sent.remove(items.get(i).id());
				}
				throw refusalOr(i, ex);
			}
		}
		items.forEach((item) -> this.sent.remove(item.id()));
	}

	/** Send what is not sent, up to the first that the producer does not take. */
	private RuntimeException send(List<OutgoingItem> items) {
		for (OutgoingItem item : items) {
			if (!this.sent.containsKey(item.id())) {
				try {
					this.sent.put(item.id(), this.persistent.send(KafkaRecords.of(this.topic, item)));
				}
				catch (RuntimeException ex) {
					return ex;
				}
			}
		}
		return new IllegalStateException("Queue '%s': all records are sent".formatted(this.queue));
	}

	private RuntimeException refusalOr(int index, RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException
					|| cause instanceof SerializationException || cause instanceof InvalidRecordException) {
				return new RefusedItemException(this.queue, index, cause);
			}
		}
		return failure;
	}

	/**
	 * Write an item of a caller that waits for it.
	 * @param item the item
	 * @throws RefusedItemException if it can never be written
	 */
	void enqueue(OutgoingItem item) {
		try {
			confirm(KafkaRecords.of(this.topic, item));
		}
		catch (RuntimeException ex) {
			throw refusalOr(0, ex);
		}
	}

	/**
	 * Write a record, and return when it is confirmed.
	 * @param record the record
	 */
	void confirm(ProducerRecord<String, String> record) {
		await(this.limited.send(record), LIMIT.toNanos());
	}

	private void await(CompletableFuture<?> record, long nanos) {
		try {
			record.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Queue '%s': a record was not written".formatted(this.queue), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Queue '%s': a record is not confirmed yet".formatted(this.queue), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Queue '%s': interrupted before a record was confirmed".formatted(this.queue), ex);
		}
	}

}
