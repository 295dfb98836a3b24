/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Begins and ends the store's own transactions, and knows which failures of a commit say
 * that everything was rolled back.
 */
final class Transactions {

	private static final Log logger = LogFactory.getLog(Transactions.class);

	private static final TransactionDefinition OWN = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_REQUIRES_NEW);

	private static final TransactionDefinition NONE = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_NOT_SUPPORTED);

	/** Violated constraints, conflicts between transactions, invalid transactions. */
	private static final Set<String> ROLLED_BACK = Set.of("23", "25", "40", "44");

	/** Of the class of conflicts, but: it is unknown whether the statement completed. */
	private static final String COMPLETION_UNKNOWN = "40003";

	private final PlatformTransactionManager manager;

	Transactions(PlatformTransactionManager manager) {
		this.manager = manager;
	}

	TransactionStatus begin() {
		return this.manager.getTransaction(OWN);
	}

	/**
	 * Commit. What fails after that, such as a listener that a handler has registered,
	 * does not undo it.
	 */
	void commit(TransactionStatus transaction) {
		AtomicBoolean committed = new AtomicBoolean();
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				committed.set(status == STATUS_COMMITTED);
			}

		});
		try {
			this.manager.commit(transaction);
		}
		catch (RuntimeException | Error ex) {
			if (!committed.get()) {
				throw ex;
			}
			logger.warn("A transaction of the store jdbc was committed, but what a handler has registered for after"
					+ " the commit failed: " + ex.getClass().getName());
		}
	}

	/**
	 * Roll back. A connection that is broken by then has been rolled back by the server.
	 */
	void rollback(TransactionStatus transaction) {
		if (transaction.isCompleted()) {
			return;
		}
		try {
			this.manager.rollback(transaction);
		}
		catch (TransactionException ex) {
			// The manager has given the connection back, and the pool closes it.
		}
	}

	/** Run something in a transaction of its own. */
	<T extends @Nullable Object> T run(Supplier<T> work) {
		TransactionStatus transaction = begin();
		T result;
		try {
			result = work.get();
		}
		catch (RuntimeException | Error ex) {
			rollback(transaction);
			throw ex;
		}
		commit(transaction);
		return result;
	}

	/** Run something outside the current transaction, which goes on afterwards. */
	<T> T outside(Supplier<T> work) {
		TransactionStatus none = this.manager.getTransaction(NONE);
		try {
			return work.get();
		}
		finally {
			this.manager.commit(none);
		}
	}

	/**
	 * Return whether the failure of a commit leaves open what became of it.
	 * @param failure what the commit threw
	 * @return false if everything was rolled back
	 */
	static boolean isOutcomeUnknown(Throwable failure) {
		if (failure instanceof UnexpectedRollbackException) {
			return false;
		}
		String state = sqlState(failure);
		if (state == null) {
			return hasSqlException(failure);
		}
		return state.equals(COMPLETION_UNKNOWN) || state.length() < 2 || !ROLLED_BACK.contains(state.substring(0, 2));
	}

	/** Return the SQL state of a failure, if it has one. */
	static @Nullable String sqlState(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null) {
				return sql.getSQLState();
			}
		}
		return null;
	}

	private static boolean hasSqlException(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException) {
				return true;
			}
		}
		return false;
	}

}
