/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueState;

/**
 * Submits to queues until the file {@value #ENOUGH} exists, and writes down what the
 * store has confirmed. Each queue has one thread that sends and one that enqueues, each
 * with keys of its own.
 */
final class LedgerProducers {

	static final String ENOUGH = "enough";

	private static final int KEYS = 4;

	private static final int OUTSTANDING = 200;

	private final String process = "p" + ProcessHandle.current().pid();

	private final Path enough;

	private final Notebook confirmed;

	private final long pause;

	private final List<Thread> threads = new ArrayList<>();

	LedgerProducers(Path directory, Duration pause) {
		this.enough = directory.resolve(ENOUGH);
		this.confirmed = new Notebook(directory, "confirmed");
		this.pause = pause.toNanos();
	}

	void start(DurableQueue<LedgerItem> queue) {
		if (queue.name().equals(WeakenedHandlers.OFFERED)) {
			thread(queue, () -> offer(queue));
		}
		else {
			thread(queue, () -> send(queue));
			thread(queue, () -> enqueue(queue));
		}
	}

	private void thread(DurableQueue<LedgerItem> queue, Runnable task) {
		Thread thread = new Thread(task, "producer of " + queue.name());
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private boolean goesOn(DurableQueue<LedgerItem> queue) {
		LockSupport.parkNanos(this.pause);
		return !Files.exists(this.enough) && queue.state() != SafeQueueState.CLOSED;
	}

	private LedgerItem item(String thread, long count) {
		return new LedgerItem(this.process + thread + count % KEYS, count / KEYS);
	}

	private void send(DurableQueue<LedgerItem> queue) {
		Semaphore room = new Semaphore(OUTSTANDING);
		for (long count = 0; goesOn(queue); count++) {
			room.acquireUninterruptibly();
			LedgerItem item = item("s", count);
			CompletableFuture<Void> sent = queue.send(item);
			var unused = sent.whenComplete((nothing, failure) -> {
				if (failure == null) {
					confirmed(queue, item);
				}
				room.release();
			});
		}
		room.acquireUninterruptibly(OUTSTANDING);
	}

	/** The outcome of a call that fails is unknown: its item is not written down. */
	private void enqueue(DurableQueue<LedgerItem> queue) {
		for (long count = 0; goesOn(queue); count++) {
			LedgerItem item = item("e", count);
			try {
				queue.enqueue(item);
				confirmed(queue, item);
			}
			catch (RuntimeException ex) {
				LockSupport.parkNanos(10 * this.pause);
			}
		}
	}

	private void offer(DurableQueue<LedgerItem> queue) {
		for (long count = 0; goesOn(queue); count++) {
			LedgerItem item = item("o", count);
			if (queue.offer(item)) {
				confirmed(queue, item);
			}
		}
	}

	private void confirmed(DurableQueue<LedgerItem> queue, LedgerItem item) {
		this.confirmed.note(queue.name(), item.key(), item.number());
	}

	/** Wait until nothing more is submitted or written. */
	void await() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
