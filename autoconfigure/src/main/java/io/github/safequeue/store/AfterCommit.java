/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Runs something once the caller's transaction has committed. Any thread.
 */
public final class AfterCommit {

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			AfterCommit.class.getClassLoader());

	private AfterCommit() {
	}

	/**
	 * Run an action after the commit, at once without a transaction. It does not run
	 * after a roll-back.
	 * @param action the action
	 */
	public static void run(Runnable action) {
		if (!TRANSACTIONS || !Synchronization.register(action)) {
			action.run();
		}
	}

	/**
	 * Loaded where there are transactions.
	 */
	private static final class Synchronization {

		static boolean register(Runnable action) {
			if (!TransactionSynchronizationManager.isActualTransactionActive()
					|| !TransactionSynchronizationManager.isSynchronizationActive()) {
				return false;
			}
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					action.run();
				}

			});
			return true;
		}

	}

}
