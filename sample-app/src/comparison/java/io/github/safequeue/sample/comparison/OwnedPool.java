/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;

/**
 * A pool that belongs to the one worker of a queue: borrowers and cleanups leave their
 * wish there.
 */
final class OwnedPool implements Pool {

	private final CloseableSafeQueue<Runnable> queue = SafeQueues.builder()
		.name("pool")
		.handler(Runnable::run)
		.capacity(4 * CONNECTIONS)
		.build();

	private final Deque<Connection> idle = new ArrayDeque<>();

	private final Deque<CompletableFuture<Lease>> borrowers = new ArrayDeque<>();

	private final Garbage garbage;

	private volatile int idleCount;

	OwnedPool(Garbage garbage) {
		this.garbage = garbage;
		for (int number = 0; number < CONNECTIONS; number++) {
			this.idle.add(new Connection(number));
		}
		this.idleCount = this.idle.size();
	}

	@Override
	public void borrowAndForget() throws Exception {
		CompletableFuture<Lease> lease = new CompletableFuture<>();
		if (!this.queue.offer(() -> borrow(lease))) {
			throw new IllegalStateException("The pool is overrun");
		}
		lease.get();
	}

	private void borrow(CompletableFuture<Lease> borrower) {
		this.borrowers.add(borrower);
		serve();
	}

	private void giveBack(Connection connection) {
		this.idle.add(connection);
		serve();
	}

	private void serve() {
		while (!this.idle.isEmpty() && !this.borrowers.isEmpty()) {
			lend(this.idle.remove(), this.borrowers.remove());
		}
		this.idleCount = this.idle.size();
	}

	private void lend(Connection connection, CompletableFuture<Lease> borrower) {
		Lease lease = new Lease(connection);
		this.garbage.watch(lease, () -> handBack(connection));
		borrower.complete(lease);
	}

	private void handBack(Connection connection) {
		if (!this.queue.offer(() -> giveBack(connection))) {
			throw new IllegalStateException("The queue refused a connection");
		}
	}

	@Override
	public int idle() {
		return this.idleCount;
	}

	@Override
	public void close() {
		this.queue.close();
	}

}
