/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A pool that waits for a connection inside its own lock.
 */
final class LockingPool implements Pool {

	private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

	private final Garbage garbage;

	LockingPool(Garbage garbage) {
		this.garbage = garbage;
		for (int number = 0; number < CONNECTIONS; number++) {
			this.idle.add(new Connection(number));
		}
	}

	@Override
	public synchronized void borrowAndForget() throws InterruptedException {
		Connection connection = this.idle.take();
		this.garbage.watch(new Lease(connection), () -> giveBack(connection));
	}

	private synchronized void giveBack(Connection connection) {
		this.idle.add(connection);
	}

	@Override
	public int idle() {
		return this.idle.size();
	}

}
