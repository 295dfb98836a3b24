/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionStatus;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.RefusedItemException;

/**
 * Writes items, each list in one transaction. Where the outcome of a commit is unknown,
 * the database is asked before the same items are written again.
 */
final class ItemWriter {

	/** Data that cannot be stored, violated constraints, limits of the server. */
	private static final Set<String> REFUSED = Set.of("22", "23", "54");

	private final Database database;

	private final String queue;

	private final Insertion insertion;

	/** What the items that begin with this one have left open. */
	private final Map<String, InDoubt> inDoubt = new ConcurrentHashMap<>();

	ItemWriter(Database database, String queue, Insertion insertion) {
		this.database = database;
		this.queue = queue;
		this.insertion = insertion;
	}

	/**
	 * Write items. Called again with the same items after it threw, until it returns.
	 * @param items the items
	 */
	void write(List<OutgoingItem> items) {
		if (items.isEmpty() || isStored(items)) {
			return;
		}
		try {
			write(items, null);
		}
		catch (DataAccessException ex) {
			if (!isRefused(ex)) {
				throw ex;
			}
			writeUntilRefused(items);
		}
	}

	/** Write all items, or those before the one that is refused. */
	private void write(List<OutgoingItem> items, @Nullable RefusedItemException refused) {
		TransactionStatus transaction = this.database.transactions().begin();
		try {
			this.insertion.mark(items.get(0));
			this.insertion.insert(items);
		}
		catch (RuntimeException | Error ex) {
			this.database.transactions().rollback(transaction);
			throw ex;
		}
		try {
			this.database.transactions().commit(transaction);
		}
		catch (RuntimeException ex) {
			if (Transactions.isOutcomeUnknown(ex)) {
				this.inDoubt.put(items.get(0).id(), new InDoubt(refused));
			}
			throw ex;
		}
	}

	/** Return whether an earlier call has stored these items after all. */
	private boolean isStored(List<OutgoingItem> items) {
		InDoubt earlier = this.inDoubt.get(items.get(0).id());
		if (earlier == null) {
			return false;
		}
		boolean stored = this.insertion.isStored(items.get(0));
		this.inDoubt.remove(items.get(0).id());
		if (stored && earlier.refused() != null) {
			throw earlier.refused();
		}
		return stored;
	}

	/** One item after the other, to find the one that the database refuses. */
	private void writeUntilRefused(List<OutgoingItem> items) {
		RefusedItemException refused = null;
		int before = 0;
		while (refused == null && before < items.size()) {
			refused = tryOut(items.get(before), before);
			before += (refused == null) ? 1 : 0;
		}
		if (before > 0) {
			write(items.subList(0, before), refused);
		}
		if (refused != null) {
			throw refused;
		}
	}

	private @Nullable RefusedItemException tryOut(OutgoingItem item, int index) {
		TransactionStatus transaction = this.database.transactions().begin();
		try {
			this.insertion.insert(List.of(item));
			return null;
		}
		catch (DataAccessException ex) {
			if (!isRefused(ex)) {
				throw ex;
			}
			return new RefusedItemException(this.queue, index, ex);
		}
		finally {
			this.database.transactions().rollback(transaction);
		}
	}

	static boolean isRefused(DataAccessException failure) {
		String state = Transactions.sqlState(failure);
		return state != null && state.length() == 5 && REFUSED.contains(state.substring(0, 2));
	}

	/**
	 * A commit whose outcome is unknown.
	 *
	 * @param refused what is to be thrown if it has succeeded, or {@code null}
	 */
	private record InDoubt(@Nullable RefusedItemException refused) {

	}

}
