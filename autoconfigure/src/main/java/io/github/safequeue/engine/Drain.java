/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.safequeue.UndeliveredWork;

/**
 * The close protocol: lets one or several queues handle all that they accepted, and
 * closes them at the first moment when nothing waits and nothing runs in any of them, or
 * when the time is over.
 *
 * <p>
 * DrainTarget.Closing is one compare-and-set on the word that submitters claim on, from
 * the number of accepted items that was seen to be settled: it fails if anything was
 * accepted since. Workers that find nothing to do try it, and so does the closing thread.
 *
 * <p>
 * A handler call that itself waits for the closing ({@code System.exit}, or a close of
 * the context) is detached: it is not waited for, and another worker takes its place.
 *
 * <p>
 * Longer than most classes, so that the protocol is read in one place.
 */
final class Drain implements DrainTarget.Closing {

	/** The steps of a closing. Each may be repeated where it ran out of memory. */
	private static final int BEGIN = 0;

	private static final int DRAIN = 1;

	private static final int STOP = 2;

	private static final int AWAIT = 3;

	private static final int REPORT = 4;

	private static final int FINISH = 5;

	private static final int NOTIFY = 6;

	private static final int END = 7;

	private static final long POLL_NANOS = 2_000_000;

	private static final long LOOK_FOR_SELF_CLOSE_NANOS = 50_000_000;

	/**
	 * For interrupted handlers. With the patience well below the two seconds promised.
	 */
	static final Duration GRACE = Duration.ofMillis(600);

	/**
	 * How long after the deadline reports of undelivered work are waited for.
	 */
	static final Duration REPORTING = Duration.ofMillis(1200);

	private static final long OVERTIME_NANOS = 2_000_000_000;

	private static final long PATIENCE_NANOS = 400_000_000;

	/** How long events and lines are waited for, where there is the time. */
	private static final long NOTIFY_NANOS = 1_000_000_000;

	/** Held while a drain takes its queues. */
	private static final Object CLAIMS = new Object();

	private final List<DrainTarget> queues;

	private final Thread closer = Thread.currentThread();

	private final CountDownLatch done = new CountDownLatch(1);

	private final RunningCalls running;

	private final long budget;

	private final long grace;

	private final long reporting;

	private volatile boolean closed;

	/**
	 * All queues know that they drain. Before, the worker of one could close the others
	 * while a worker of another one does not know of the gate yet.
	 */
	volatile boolean begun;

	/** The time is over: whatever becomes quiet now is not closed by that. */
	private boolean expired;

	/** Whether the closing thread was interrupted meanwhile. */
	private boolean interrupted;

	/** When the closing began. */
	private long start;

	/** How many queues have reported what is still in flight. */
	private int reported;

	/** When to stop waiting for threads that only need a moment. */
	private long patienceEnd;

	Drain(List<DrainTarget> queues, long budget, long grace, long reporting) {
		this.queues = queues;
		this.budget = budget;
		this.grace = grace;
		this.reporting = reporting;
		this.running = new RunningCalls(queues, this.closer);
	}

	/**
	 * Close queues together. Queues that another thread closes already are waited for,
	 * except by their own workers.
	 */
	static void close(List<? extends DrainTarget> queues, Duration timeout, Duration grace, Duration reporting) {
		boolean interrupted = Thread.interrupted();
		try {
			List<DrainTarget> mine = new ArrayList<>();
			List<DrainTarget.Closing> others = new ArrayList<>();
			Drain drain = new Drain(mine, Nanos.of(timeout), Nanos.of(grace), Nanos.of(reporting));
			drain.claim(queues, mine, others);
			drain.run();
			interrupted |= drain.interrupted;
			for (DrainTarget.Closing other : others) {
				interrupted |= other.await();
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Take the queues that no other drain has. One drain at a time does so: two that
	 * close the same group would each take a part of it, and the parts would not wait for
	 * each other.
	 */
	private void claim(List<? extends DrainTarget> queues, List<DrainTarget> mine, List<DrainTarget.Closing> others) {
		synchronized (CLAIMS) {
			for (DrainTarget queue : queues) {
				if (queue.closing().compareAndSet(null, this)) {
					mine.add(queue);
				}
				else {
					DrainTarget.Closing other = queue.closing().get();
					if (other != null) {
						others.add(other);
					}
				}
			}
		}
	}

	/**
	 * End a queue that nobody is going to close any more: it refuses and starts no
	 * further item. What waits counts as undelivered; the caller reports it. A queue that
	 * another thread drains nevertheless is left to that thread, which is waited for.
	 */
	static int abandon(DrainTarget queue) {
		Drain drain = new Drain(List.of(queue), 0, 0, 0);
		if (!queue.closing().compareAndSet(null, drain)) {
			DrainTarget.Closing other = queue.closing().get();
			if (other != null && other.await()) {
				Thread.currentThread().interrupt();
			}
			return queue.size();
		}
		List<Object> left = new ArrayList<>();
		try {
			drain.patienceEnd = System.nanoTime() + PATIENCE_NANOS;
			boolean collected = drain.end(queue, (entries) -> {
				left.addAll(entries);
				queue.collector().countUndelivered(entries.size());
			});
			if (!collected) {
				return queue.size();
			}
		}
		finally {
			drain.done.countDown();
			if (drain.interrupted) {
				Thread.currentThread().interrupt();
			}
		}
		return left.size();
	}

	/** Wait for another thread's drain, and return whether interrupted meanwhile. */
	@Override
	public boolean await() {
		Thread current = Thread.currentThread();
		if (this.queues.stream().anyMatch((queue) -> queue.pool().isWorker(current))) {
			return false;
		}
		boolean interrupted = false;
		long start = System.nanoTime();
		long wait = this.budget + OVERTIME_NANOS;
		for (;;) {
			try {
				this.done.await(wait - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
				return interrupted;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
	}

	private void run() {
		try {
			this.start = System.nanoTime();
			this.patienceEnd = this.start + PATIENCE_NANOS;
			int step = BEGIN;
			while (step != END) {
				try {
					step = step(step);
				}
				catch (OutOfMemoryError ex) {
					step = (patience()) ? step : leaveToOthers(step);
				}
			}
		}
		finally {
			this.done.countDown();
		}
	}

	/** Time is over for a step that needs memory; each may be done in part. */
	private int leaveToOthers(int step) {
		for (int i = 0; step == STOP && i < this.queues.size(); i++) {
			this.queues.get(i).collector().collectLater(UndeliveredWork.Reason.DRAIN_TIMEOUT);
		}
		return step + 1;
	}

	private int step(int step) {
		switch (step) {
			case BEGIN -> {
				this.queues.stream()
					.filter((queue) -> !queue.isBound())
					.forEach((queue) -> end(queue, UndeliveredWork.Reason.CLOSED));
				this.queues.forEach((queue) -> queue.beginDraining());
				this.begun = true;
				// What is quiet already, and was never started perhaps, needs no workers.
				if (!tryClose()) {
					this.queues.forEach(DrainTarget::startToDrain);
				}
			}
			case DRAIN -> {
				if (drained(this.start)) {
					return REPORT;
				}
				this.patienceEnd = System.nanoTime() + PATIENCE_NANOS;
			}
			case STOP -> {
				this.queues.forEach(DrainTarget::stop);
				this.running.interrupt();
				this.queues.forEach((queue) -> end(queue, UndeliveredWork.Reason.DRAIN_TIMEOUT));
			}
			case AWAIT -> awaitHandlers();
			case REPORT -> {
				this.queues.forEach(DrainTarget::stop);
				report(this.start + this.budget);
			}
			case FINISH -> this.queues.forEach(DrainTarget::finish);
			case NOTIFY -> awaitNotifiers(this.start + this.budget);
			default -> throw new IllegalStateException("No step " + step);
		}
		return step + 1;
	}

	/** Wait until all is handled and the queues are closed. */
	private boolean drained(long start) {
		long nextLook = start;
		while (!tryCloseIfThereIsMemory()) {
			long now = System.nanoTime();
			if (now - start >= this.budget) {
				return !expire();
			}
			if (now - nextLook >= 0) {
				nextLook = now + LOOK_FOR_SELF_CLOSE_NANOS;
				this.running.detachSelfClosing();
				continue;
			}
			nap(Math.min(POLL_NANOS, this.budget - (now - start)));
		}
		return true;
	}

	private boolean tryCloseIfThereIsMemory() {
		try {
			return tryClose();
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	/** Let no worker close any more, and return whether none did. */
	private synchronized boolean expire() {
		this.expired = !this.closed;
		return this.expired;
	}

	/** Wait as the closing thread, which gets its interrupts back in the end. */
	private void nap(long nanos) {
		LockSupport.parkNanos(this, nanos);
		this.interrupted |= Thread.interrupted();
	}

	/** Wait a moment, unless such moments were waited for long enough. */
	private boolean patience() {
		if (System.nanoTime() - this.patienceEnd >= 0) {
			return false;
		}
		nap(POLL_NANOS);
		return true;
	}

	/**
	 * Close if nothing waits and nothing runs in any of the queues. Called by workers and
	 * the closing thread.
	 * @return whether the queues are closed
	 */
	@Override
	public boolean tryClose() {
		if (this.closed || !this.begun) {
			return this.closed;
		}
		synchronized (this) {
			if (this.closed || this.expired) {
				return this.closed;
			}
			long[] accepted = new long[this.queues.size()];
			for (int i = 0; i < accepted.length; i++) {
				accepted[i] = this.queues.get(i).buffer().accepted();
				if (!this.queues.get(i).isQuiet(accepted[i])) {
					return false;
				}
			}
			// Each was quiet in turn; nothing was accepted since, so all were at once.
			for (int i = 0; accepted.length > 1 && i < accepted.length; i++) {
				if (this.queues.get(i).buffer().accepted() != accepted[i]) {
					return false;
				}
			}
			for (int i = 0; i < accepted.length; i++) {
				if (!this.queues.get(i).buffer().closeAt(accepted[i])) {
					reopen(i);
					return false;
				}
			}
			this.closed = true;
		}
		LockSupport.unpark(this.closer);
		return true;
	}

	/**
	 * Called by a worker that has an item in flight, before it calls the handler: the
	 * handler must not offer to a queue of the group that is closed now and opened again
	 * a moment later.
	 */
	@Override
	public void pass() {
		if (this.queues.size() > 1) {
			synchronized (this) {
				// No attempt to close is under way, and the next one sees the item.
				return;
			}
		}
	}

	/** Another thread added to one queue: those it feeds must go on accepting. */
	private void reopen(int end) {
		for (DrainTarget queue : this.queues.subList(0, end)) {
			if (queue.isBound()) {
				queue.buffer().reopen();
			}
		}
	}

	private void end(DrainTarget queue, UndeliveredWork.Reason reason) {
		if (!end(queue, (entries) -> queue.collector().report(entries, reason))) {
			queue.collector().collectLater(reason);
		}
	}

	/** Stop a queue and take what waits, and return whether all was taken. */
	private boolean end(DrainTarget queue, Consumer<List<Object>> target) {
		queue.stop();
		return queue.collector().collect(target, this::patience);
	}

	/** Give interrupted handlers a moment before what they use is destroyed. */
	private void awaitHandlers() {
		long start = System.nanoTime();
		while (System.nanoTime() - start < this.grace && this.running.isAny()) {
			nap(POLL_NANOS);
			// Also the call of a worker that had only just taken its item.
			this.running.interrupt();
		}
	}

	/**
	 * Report what is still in flight, and wait for all reports: the handler of
	 * undelivered work uses beans as well. If this begins before the deadline, half of
	 * the time up to there is for it, and half for the queues that follow.
	 */
	private void report(long deadline) {
		long end = reportingEnd(deadline, System.nanoTime());
		this.patienceEnd = end;
		for (; this.reported < this.queues.size(); this.reported++) {
			DrainTarget queue = this.queues.get(this.reported);
			queue.reporter().prepare(this.running.unreturned(queue), UndeliveredWork.Reason.IN_FLIGHT);
			queue.reporter().start();
		}
		this.queues.forEach((queue) -> queue.reporter().await(end, this::nap));
	}

	private long reportingEnd(long deadline, long now) {
		return Math.min(now - deadline, 0) / 2 + deadline + this.reporting;
	}

	/** Listeners can hear of the closing as long as they are not destroyed. */
	private void awaitNotifiers(long deadline) {
		long now = System.nanoTime();
		long end = now + Math.min(NOTIFY_NANOS, reportingEnd(deadline, now) - now);
		this.queues.forEach((queue) -> queue.notifier().await(end, this::nap));
	}

}
