/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionStatus;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * Takes items from PostgreSQL, which locks their rows. After a failure the transaction is
 * rolled back to a savepoint after the claim, so that the rows stay locked until the
 * failure is counted: otherwise another consumer would take them at once, uncounted and
 * without their wait. The savepoint is one of the database and not of Spring, whose
 * transaction is rolled back as a whole in the end.
 */
final class PostgresReceiver implements Receiver {

	private final LossLimit loss;

	private final Database database;

	private final PostgresClaims claims;

	private final Settlements settlements;

	private final DeliveryCall call;

	private final Consumer<Set<String>> arrivals;

	PostgresReceiver(String queue, int maxDeliveries, PostgresClaims claims, Settlements settlements, Database database,
			Consumer<Set<String>> arrivals) {
		this.loss = new LossLimit(queue, maxDeliveries);
		this.database = database;
		this.claims = claims;
		this.settlements = settlements;
		this.call = new DeliveryCall(queue, claims::remove);
		this.arrivals = arrivals;
	}

	@Override
	public boolean receive(int max, DeliveryHandler handler) {
		return receive(() -> this.claims.next(max), handler);
	}

	@Override
	public boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler) {
		return receive(() -> this.claims.again(items), handler);
	}

	private boolean receive(Supplier<List<ClaimedItem>> claim, DeliveryHandler handler) {
		Step step = Step.REPEAT;
		while (step == Step.REPEAT) {
			TransactionStatus transaction = this.database.transactions().begin();
			try {
				step = receive(transaction, claim.get(), handler);
			}
			finally {
				this.database.transactions().rollback(transaction);
			}
		}
		return step == Step.TAKEN;
	}

	private Step receive(TransactionStatus transaction, List<ClaimedItem> claimed, DeliveryHandler handler) {
		if (claimed.isEmpty()) {
			return Step.NOTHING;
		}
		List<ReceivedItem> items = ClaimedItem.items(claimed);
		if (claimed.stream().anyMatch(ClaimedItem::abandoned)) {
			this.claims.keepClaim();
			claimed.forEach((one) -> {
				if (one.abandoned()) {
					this.settlements.countLost(one.item());
				}
				else {
					this.settlements.release(one.item());
				}
			});
			this.database.transactions().commit(transaction);
			return Step.REPEAT;
		}
		if (this.loss.concerns(items)) {
			settle(transaction, items, (all) -> this.loss.answers(all, handler));
			return Step.TAKEN;
		}
		Throwable failure = this.call.run(transaction, items, handler);
		if (failure == null) {
			failure = this.call.commit(this.database.transactions(), transaction);
		}
		if (failure != null) {
			Throwable cause = failure;
			settle(transaction, items, (all) -> handler.failed(all, cause));
		}
		return Step.TAKEN;
	}

	/**
	 * Count failures while their rows are still locked, or in another transaction where
	 * this one has ended or its connection is broken.
	 */
	private void settle(TransactionStatus transaction, List<ReceivedItem> items,
			Function<List<ReceivedItem>, List<Settlement>> decision) {
		List<Settlement> answers = null;
		if (!transaction.isCompleted()) {
			try {
				this.claims.rollbackToClaim();
				answers = this.database.transactions().outside(() -> decision.apply(items));
				Set<String> others = this.settlements.carryOut(answers);
				DataSourceUtils.getConnection(this.database.dataSource()).commit();
				this.arrivals.accept(others);
				return;
			}
			catch (DataAccessException | SQLException ex) {
				this.database.transactions().rollback(transaction);
			}
		}
		List<Settlement> outside = (answers != null) ? answers : decision.apply(items);
		this.arrivals.accept(this.database.transactions().run(() -> this.settlements.carryOut(outside)));
	}

	/** What came of one claim. */
	private enum Step {

		NOTHING, TAKEN, REPEAT

	}

}
