/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.store.DeliveringStore;
import io.github.safequeue.store.Delivery;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.StoreFigures;

/**
 * The items of one queue in a topic. Any number of threads at a time.
 */
final class KafkaItemStore implements DeliveringStore {

	private static final int WRITE_LIMIT = 4000;

	private final String queue;

	private final KafkaQueueSettings settings;

	private final Function<String, String> topicsOfQueues;

	private final KafkaWriter writer;

	private final KafkaTopics topics;

	private final @Nullable KafkaReceiver receiver;

	/** Ends the producers of this queue. */
	private final Runnable onClose;

	KafkaItemStore(String queue, KafkaQueueSettings settings, Function<String, String> topicsOfQueues,
			KafkaWriter writer, KafkaTopics topics, @Nullable KafkaReceiver receiver, Runnable onClose) {
		this.queue = queue;
		this.settings = settings;
		this.topicsOfQueues = topicsOfQueues;
		this.writer = writer;
		this.topics = topics;
		this.receiver = receiver;
		this.onClose = onClose;
	}

	/**
	 * Each call waits for its last record, and meanwhile the producer has nothing to do.
	 */
	@Override
	public int writeLimit() {
		return WRITE_LIMIT;
	}

	@Override
	public void write(List<OutgoingItem> items) {
		this.writer.write(items);
	}

	@Override
	public void enqueue(OutgoingItem item) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalTransactionStateException(
					("Queue '%s': the store kafka cannot join the caller's transaction."
							+ " Call enqueue after it, or call send, or use the store jdbc")
						.formatted(this.queue));
		}
		this.writer.enqueue(item);
	}

	@Override
	public void start(Consumer<Delivery> receiver) {
		if (this.receiver != null) {
			this.receiver.start(receiver);
		}
	}

	@Override
	public void stop() {
		if (this.receiver != null) {
			this.receiver.stop();
		}
	}

	@Override
	public boolean isOrdered() {
		return true;
	}

	@Override
	public boolean isReleaseUncounted() {
		return true;
	}

	@Override
	public int maxDeliveries() {
		return this.settings.maxDeliveries();
	}

	@Override
	public void deadLetter(ReceivedItem item, Throwable cause, int attempts) {
		this.writer.confirm(KafkaRecords.deadLetter(this.settings.deadLetterTopic(), item, cause, attempts));
	}

	@Override
	public void forward(ReceivedItem item, String queue) {
		this.writer.confirm(KafkaRecords.of(this.topicsOfQueues.apply(queue), item));
	}

	@Override
	public void keepDelivering() {
		if (this.receiver != null) {
			this.receiver.ensureRunning();
		}
	}

	@Override
	public StoreFigures figures() {
		return this.topics.figures();
	}

	@Override
	public void close() {
		try {
			if (this.receiver != null) {
				this.receiver.close();
			}
		}
		finally {
			this.onClose.run();
		}
	}

}
