/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Two accounts, and two ways to move money between them.
 */
final class Bank {

	private static final int START = 1_000_000;

	private static final long JOURNAL_NANOS = 50_000;

	private final Account left = new Account(START);

	private final Account right = new Account(START);

	private final AtomicInteger transfers = new AtomicInteger();

	/** Lock the account that pays, then the one that is paid. Any thread. */
	void transferWithLocks(Transfer transfer) {
		Account from = transfer.fromLeft() ? this.left : this.right;
		Account to = transfer.fromLeft() ? this.right : this.left;
		synchronized (from) {
			writeJournal();
			synchronized (to) {
				move(from, to);
			}
		}
	}

	/** Take no lock. One thread. */
	void transfer(Transfer transfer) {
		writeJournal();
		move(transfer.fromLeft() ? this.left : this.right, transfer.fromLeft() ? this.right : this.left);
	}

	private static void writeJournal() {
		LockSupport.parkNanos(JOURNAL_NANOS);
	}

	private void move(Account from, Account to) {
		from.balance--;
		to.balance++;
		this.transfers.incrementAndGet();
	}

	int transfers() {
		return this.transfers.get();
	}

	/** Return how much money there is. To be called when no transfer is under way. */
	int money() {
		return this.left.balance + this.right.balance;
	}

	static int moneyAtFirst() {
		return 2 * START;
	}

	private static final class Account {

		private int balance;

		Account(int balance) {
			this.balance = balance;
		}

	}

	/**
	 * An order to move one coin.
	 *
	 * @param fromLeft whether from left to right
	 */
	record Transfer(boolean fromLeft) {
	}

}
