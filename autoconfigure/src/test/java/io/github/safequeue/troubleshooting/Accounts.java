/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;

import io.github.safequeue.SafeQueueListener;

/**
 * A handler that takes two locks, in an order that its item says.
 */
class Accounts {

	private final ReentrantLock[] locks = { new ReentrantLock(), new ReentrantLock() };

	private final CyclicBarrier bothHoldOne = new CyclicBarrier(2);

	@SafeQueueListener(queues = "transfers", concurrency = "2")
	void on(Transfer transfer) throws Exception {
		transfer(this.locks[transfer.from()], this.locks[transfer.to()]);
	}

	private void transfer(ReentrantLock from, ReentrantLock to) throws Exception {
		from.lockInterruptibly();
		try {
			this.bothHoldOne.await();
			to.lockInterruptibly();
			to.unlock();
		}
		finally {
			from.unlock();
		}
	}

	record Transfer(int from, int to, String iban) {
	}

}
