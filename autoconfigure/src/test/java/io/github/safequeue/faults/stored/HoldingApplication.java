/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.util.concurrent.CountDownLatch;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;

/**
 * Submits items and holds them: its handler never returns. Arguments: the databases, each
 * with a queue of its own.
 */
class HoldingApplication {

	static final int ITEMS = 2;

	public static void main(String[] args) throws InterruptedException {
		for (String url : args) {
			DurableQueue<LedgerItem> queue = StoredApplication.queue(StoredApplication.start(url,
					HoldingApplication.class, "--safequeue.queues.orders.concurrency=" + ITEMS));
			for (int i = 0; i < ITEMS; i++) {
				queue.enqueue(new LedgerItem("k", i));
			}
		}
		Thread.currentThread().join();
	}

	@SafeQueueListener(StoredApplication.QUEUE)
	void on(LedgerItem item) throws InterruptedException {
		new CountDownLatch(1).await();
	}

}
