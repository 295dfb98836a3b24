/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.BlockingQueue;

/**
 * A {@link BlockingQueue} of the JDK and one thread that takes from it.
 */
final class BlockingContender implements Contender, Runnable {

	private final BlockingQueue<Item> queue;

	private final Arrivals arrivals;

	private final Thread worker = new Thread(this, "blocking");

	BlockingContender(BlockingQueue<Item> queue, Arrivals arrivals) {
		this.queue = queue;
		this.arrivals = arrivals;
		this.worker.setDaemon(true);
		this.worker.start();
	}

	boolean offer(Item item) {
		return this.queue.offer(item);
	}

	@Override
	public void produce(Item[] items, long count) throws InterruptedException {
		for (long i = 0; i < count; i++) {
			this.queue.put(items[(int) i & (items.length - 1)]);
		}
	}

	@Override
	public void run() {
		try {
			for (;;) {
				this.arrivals.handle(this.queue.take());
			}
		}
		catch (InterruptedException ex) {
			// Closed.
		}
	}

	@Override
	public void close() {
		this.worker.interrupt();
	}

}
