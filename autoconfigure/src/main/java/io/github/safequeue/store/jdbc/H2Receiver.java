/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionStatus;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * Takes items from H2, whose database belongs to one process: memory knows which items
 * are in flight. Each delivery is counted as lost before it begins, and no longer once it
 * has an outcome.
 */
final class H2Receiver implements Receiver {

	private final Database database;

	private final H2Claims claims;

	private final Settlements settlements;

	private final LossLimit loss;

	private final DeliveryCall call;

	private final Consumer<Set<String>> arrivals;

	H2Receiver(String queue, int maxDeliveries, H2Claims claims, Settlements settlements, Database database,
			Consumer<Set<String>> arrivals) {
		this.database = database;
		this.claims = claims;
		this.settlements = settlements;
		this.loss = new LossLimit(queue, maxDeliveries);
		this.call = new DeliveryCall(queue, claims::remove);
		this.arrivals = arrivals;
	}

	@Override
	public boolean receive(int max, DeliveryHandler handler) {
		return receive(this.claims.next(max), handler);
	}

	@Override
	public boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler) {
		return receive(this.claims.again(items), handler);
	}

	private boolean receive(List<ReceivedItem> items, DeliveryHandler handler) {
		if (items.isEmpty()) {
			return false;
		}
		try {
			if (this.loss.concerns(items)) {
				settle(this.loss.answers(items, handler));
				return true;
			}
			this.claims.countDelivery(items);
			Throwable failure = attempt(items, handler);
			if (failure != null) {
				settle(handler.failed(items, failure));
			}
			return true;
		}
		finally {
			this.claims.end(items);
		}
	}

	private @Nullable Throwable attempt(List<ReceivedItem> items, DeliveryHandler handler) {
		Transactions transactions = this.database.transactions();
		TransactionStatus transaction = transactions.begin();
		try {
			Throwable failure = this.call.run(transaction, items, handler);
			return (failure != null) ? failure : this.call.commit(transactions, transaction);
		}
		finally {
			transactions.rollback(transaction);
		}
	}

	private void settle(List<Settlement> answers) {
		this.arrivals.accept(this.database.transactions().run(() -> this.settlements.carryOut(answers)));
	}

}
