/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Submits to queues until the file {@value #ENOUGH} exists, and writes down what the
 * store has confirmed, by threads that each have keys of their own.
 */
public final class LedgerProducers {

	/** The name of the file. */
	public static final String ENOUGH = "enough";

	/** The kind of notebook that holds what is confirmed. */
	public static final String CONFIRMED = "confirmed";

	private static final int KEYS = 4;

	private static final int OUTSTANDING = 200;

	/** Some commits have to be frequent, so that random cuts meet them. */
	private static final int OFTEN = 5;

	private final String process = "p" + ProcessHandle.current().pid();

	private final Path enough;

	private final Notebook confirmed;

	private final long pause;

	private final List<Thread> threads = new ArrayList<>();

	/**
	 * Create producers.
	 * @param directory where the file and the notebook are
	 * @param pause how long each thread pauses after an item
	 */
	public LedgerProducers(Path directory, Duration pause) {
		this.enough = directory.resolve(ENOUGH);
		this.confirmed = new Notebook(directory, CONFIRMED);
		this.pause = pause.toNanos();
	}

	/** Start a thread that calls {@code send}. */
	public void send(DurableQueue<LedgerItem> queue) {
		thread(queue, () -> sendAll(queue));
	}

	/** Start a thread that calls {@code enqueue}. */
	public void enqueue(DurableQueue<LedgerItem> queue) {
		thread(queue, () -> enqueueAll(queue));
	}

	/**
	 * Start a thread that takes a call whose outcome is unknown for one that has stored
	 * nothing.
	 */
	public void enqueueAgain(DurableQueue<LedgerItem> queue) {
		thread(queue, () -> enqueueAllAgain(queue));
	}

	/** Start a thread that takes an item for confirmed that is only accepted. */
	public void offer(DurableQueue<LedgerItem> queue) {
		thread(queue, () -> offerAll(queue));
	}

	/**
	 * Wait until another process has accepted something from now on, and written it down.
	 * @param directory where its notebook is
	 * @param process the number of the process
	 * @param queue a queue that {@link #offer} submits to
	 */
	public static void awaitAccepted(Path directory, long process, String queue) {
		// The next one may have been accepted before.
		long before = Notebook.count(directory, CONFIRMED, process, queue) + 1;
		Awaitility.await()
			.atMost(ForkedJvm.LIMIT)
			.until(() -> Notebook.count(directory, CONFIRMED, process, queue) > before);
	}

	private void thread(DurableQueue<LedgerItem> queue, Runnable task) {
		Thread thread = new Thread(task, "producer of " + queue.name());
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private boolean goesOn(DurableQueue<LedgerItem> queue) {
		return goesOn(queue, this.pause);
	}

	private boolean goesOn(DurableQueue<LedgerItem> queue, long nanos) {
		LockSupport.parkNanos(nanos);
		return !Files.exists(this.enough) && queue.state() != SafeQueueState.CLOSED;
	}

	private LedgerItem item(String thread, long count) {
		return new LedgerItem(this.process + thread + count % KEYS, count / KEYS);
	}

	private void sendAll(DurableQueue<LedgerItem> queue) {
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
	private void enqueueAll(DurableQueue<LedgerItem> queue) {
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

	private void enqueueAllAgain(DurableQueue<LedgerItem> queue) {
		boolean stored = true;
		for (long count = 0; goesOn(queue, this.pause / OFTEN); count += stored ? 1 : 0) {
			LedgerItem item = item("a", count);
			try {
				queue.enqueue(item);
				confirmed(queue, item);
				stored = true;
			}
			catch (RuntimeException ex) {
				stored = false;
			}
		}
	}

	private void offerAll(DurableQueue<LedgerItem> queue) {
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
	public void await() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
