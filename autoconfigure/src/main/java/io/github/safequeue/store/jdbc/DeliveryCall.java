/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.OutcomeUnknownException;
import io.github.safequeue.store.ReceivedItem;

/**
 * Calls a handler within a transaction and removes the items, in this order: the removal
 * shows whether the transaction can still be committed.
 *
 * @param queue the queue's name
 * @param removal removes items and returns how many there were
 */
record DeliveryCall(String queue, ToIntFunction<List<ReceivedItem>> removal) {

	/** The transaction is over for PostgreSQL, whatever its client believes. */
	private static final String ABORTED = "25P02";

	/**
	 * Call the handler and remove the items.
	 * @param transaction the transaction
	 * @param items the items
	 * @param handler the handler
	 * @return why the transaction is to be rolled back, or {@code null}
	 */
	@Nullable Throwable run(TransactionStatus transaction, List<ReceivedItem> items, DeliveryHandler handler) {
		try {
			handler.handle(items);
			transaction.flush();
			if (transaction.isRollbackOnly()) {
				return new UnexpectedRollbackException(("Queue '%s': the handler returned normally, but its transaction"
						+ " was marked for roll-back: a @Transactional method threw, and the handler caught it."
						+ " Let the exception through, or give that method Propagation.REQUIRES_NEW")
					.formatted(this.queue));
			}
			return remove(items);
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private @Nullable Throwable remove(List<ReceivedItem> items) {
		try {
			int removed = this.removal.applyAsInt(items);
			return (removed == items.size()) ? null : new UnexpectedRollbackException(
					("Queue '%s': %d of %d items were still there after the handler had returned: it removed items or ended the"
							+ " transaction. Leave both to the queue")
						.formatted(this.queue, removed, items.size()));
		}
		catch (DataAccessException ex) {
			return ABORTED.equals(Transactions.sqlState(ex)) ? new UnexpectedRollbackException(
					("Queue '%s': the handler returned normally, but PostgreSQL has rolled its transaction back:"
							+ " a statement failed, and the handler caught the exception."
							+ " Let it through, or run the statement with Propagation.NESTED or REQUIRES_NEW")
						.formatted(this.queue),
					ex) : ex;
		}
	}

	/**
	 * Commit, which may show that everything is rolled back.
	 * @param transactions the store's transactions
	 * @param transaction the transaction
	 * @return why everything was rolled back, or {@code null}
	 * @throws OutcomeUnknownException if it is unknown whether it was
	 */
	@Nullable Throwable commit(Transactions transactions, TransactionStatus transaction) {
		try {
			transactions.commit(transaction);
			return null;
		}
		catch (RuntimeException ex) {
			if (Transactions.isOutcomeUnknown(ex)) {
				throw new OutcomeUnknownException(this.queue, ex);
			}
			return ex;
		}
	}

}
