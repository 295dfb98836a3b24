/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.List;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.StoreFigures;
import io.github.safequeue.store.TransactionalStore;

/**
 * The items of one queue in a database. Any number of threads at a time.
 */
final class JdbcItemStore implements TransactionalStore {

	private final String queue;

	private final Database database;

	private final Receiver receiver;

	private final ItemWriter writer;

	private final Insertion insertion;

	private final StoreInspection inspection;

	private final Arrivals arrivals;

	private final Duration pollInterval;

	JdbcItemStore(String queue, Database database, Receiver receiver, Insertion insertion, StoreInspection inspection,
			Arrivals arrivals, Duration pollInterval) {
		this.queue = queue;
		this.database = database;
		this.receiver = receiver;
		this.insertion = insertion;
		this.writer = new ItemWriter(database, queue, insertion);
		this.inspection = inspection;
		this.arrivals = arrivals;
		this.pollInterval = pollInterval;
	}

	@Override
	public void write(List<OutgoingItem> items) {
		this.writer.write(items);
		this.arrivals.announce(this.queue);
	}

	@Override
	public void enqueue(OutgoingItem item) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			this.database.transactions().run(() -> {
				this.insertion.insert(List.of(item));
				return true;
			});
			this.arrivals.announce(this.queue);
			return;
		}
		if (!TransactionSynchronizationManager.hasResource(this.database.dataSource())) {
			throw new IllegalTransactionStateException(
					("Queue '%s': the caller's transaction is not one of the DataSource of the store jdbc, which cannot"
							+ " join it. Call enqueue outside that transaction, or call send")
						.formatted(this.queue));
		}
		this.insertion.insert(List.of(item));
		this.arrivals.announceAfterCommit(this.queue);
	}

	@Override
	public boolean receive(int max, DeliveryHandler handler) {
		try (Interrupts interrupts = new Interrupts()) {
			return this.receiver.receive(max, interrupts.keptFrom(handler));
		}
	}

	@Override
	public boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler) {
		if (items.isEmpty()) {
			return false;
		}
		try (Interrupts interrupts = new Interrupts()) {
			return this.receiver.receiveAgain(items, interrupts.keptFrom(handler));
		}
	}

	@Override
	public void onArrival(Runnable action) {
		this.arrivals.onArrival(this.queue, action);
	}

	@Override
	public Duration pollInterval() {
		return this.pollInterval;
	}

	@Override
	public StoreFigures figures() {
		return this.inspection.figures();
	}

	@Override
	public List<StoredDeadLetter> deadLetters(int max) {
		return this.inspection.deadLetters(max);
	}

	@Override
	public boolean requeue(String id) {
		boolean found = this.inspection.requeue(id);
		if (found) {
			this.arrivals.announce(this.queue);
		}
		return found;
	}

	@Override
	public void close() {
		this.arrivals.forget(this.queue);
	}

}
