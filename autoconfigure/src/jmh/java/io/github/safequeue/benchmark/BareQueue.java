/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.locks.LockSupport;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * The limit: the bare queue of JCTools and a worker that does nothing but take and park.
 * It keeps no count, catches nothing and cannot be closed with items in it.
 */
final class BareQueue implements Contender, Runnable {

	private static final int BATCH = 1024;

	private static final int SPINS = 100;

	private final MpscVarHandleArrayQueue<Item> queue;

	private final MessagePassingQueue.Consumer<Item> handler;

	private final Thread worker = new Thread(this, "bare");

	private volatile boolean parked;

	private volatile boolean closed;

	BareQueue(int capacity, Arrivals arrivals) {
		this.queue = new MpscVarHandleArrayQueue<>(capacity);
		this.handler = arrivals::handle;
		this.worker.setDaemon(true);
		this.worker.start();
	}

	boolean offer(Item item) {
		if (!this.queue.offer(item)) {
			return false;
		}
		if (this.parked) {
			this.parked = false;
			LockSupport.unpark(this.worker);
		}
		return true;
	}

	@Override
	public void produce(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			int tries = 0;
			while (!offer(item)) {
				tries = Backoff.pause(tries);
			}
		}
	}

	@Override
	public void run() {
		int idle = 0;
		while (!this.closed) {
			if (this.queue.drain(this.handler, BATCH) > 0) {
				idle = 0;
			}
			else if (idle++ < SPINS) {
				Thread.onSpinWait();
			}
			else {
				idle = 0;
				this.parked = true;
				if (this.queue.isEmpty() && !this.closed) {
					LockSupport.park(this);
				}
				this.parked = false;
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.worker);
	}

}
