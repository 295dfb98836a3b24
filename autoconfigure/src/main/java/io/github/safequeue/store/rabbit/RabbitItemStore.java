/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.store.DeliveringStore;
import io.github.safequeue.store.Delivery;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.StoreFigures;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * The items of one queue in RabbitMQ. Any number of threads at a time.
 */
final class RabbitItemStore implements DeliveringStore {

	private final StoredQueueSettings queue;

	private final RabbitQueueSettings settings;

	private final RabbitTopology topology;

	private final RabbitItemWriter writer;

	private final RabbitReceiver receiver;

	/** Returns the name of a queue in RabbitMQ. */
	private final UnaryOperator<String> names;

	RabbitItemStore(StoredQueueSettings queue, RabbitQueueSettings settings, RabbitTopology topology,
			ConfirmingPublisher publisher, RabbitReceiver receiver, UnaryOperator<String> names) {
		this.queue = queue;
		this.settings = settings;
		this.topology = topology;
		this.writer = new RabbitItemWriter(queue.name(), settings.queue(), publisher, topology);
		this.receiver = receiver;
		this.names = names;
	}

	@Override
	public void write(List<OutgoingItem> items) {
		this.writer.write(items);
	}

	@Override
	public void enqueue(OutgoingItem item) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalTransactionStateException(
					("Queue '%s': the store rabbit cannot join the caller's transaction. Call enqueue outside that"
							+ " transaction or after its commit, call send, or use the store jdbc")
						.formatted(this.queue.name()));
		}
		this.writer.writeOne(RabbitMessage.of(item, this.settings.queue()));
	}

	@Override
	public void start(Consumer<Delivery> receiver) {
		this.receiver.start(receiver);
	}

	@Override
	public void stop() {
		this.receiver.stop();
	}

	@Override
	public boolean isOrdered() {
		return this.queue.keyed();
	}

	@Override
	public boolean isReleaseUncounted() {
		return false;
	}

	@Override
	public int maxDeliveries() {
		return this.settings.maxDeliveries();
	}

	@Override
	public void deadLetter(ReceivedItem item, Throwable cause, int attempts) {
		this.writer.writeOne(RabbitMessage.of(item, this.settings, cause, attempts));
	}

	@Override
	public void forward(ReceivedItem item, String queue) {
		this.writer.writeOne(RabbitMessage.of(item, this.names.apply(queue)));
	}

	@Override
	public void keepDelivering() {
		this.receiver.resume();
	}

	/** Declares again what is gone. */
	@Override
	public StoreFigures figures() {
		return this.topology.figures();
	}

	@Override
	public void close() {
		this.receiver.close();
	}

}
