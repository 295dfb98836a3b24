/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WaitStrategy;

/**
 * The duty cycle of one thread: look at the run state, do a piece of work, wait if there
 * is none. Ends when the queue stops.
 *
 * <p>
 * What handlers throw is caught by {@link HandlerInvoker}. If the thread ends all the
 * same, it leaves the cause in {@link InFlight#lostTo}, and the watchdog starts another
 * one.
 */
abstract class Worker implements Runnable {

	/** How long an idle worker spins before it parks: about four microseconds. */
	private static final int SPINS_BEFORE_PARK = 240;

	private static final int SPINS_OF_SPIN_THEN_PARK = 20_000;

	/**
	 * A look takes a cache line away from the submitter that is about to write it, and a
	 * worker that follows a submitter too closely slows both down. A small buffer is full
	 * before so many spins are over.
	 */
	private static final int MOST_SPINS_BETWEEN_LOOKS = 240;

	private static final int PLACES_PER_SPIN = 4;

	private static final long SHORTEST_NAP = 50_000;

	private static final long LONGEST_NAP = 20_000_000;

	final WorkerEnvironment environment;

	final RunState runState;

	final InFlight inFlight;

	Parker parker = new Parker();

	/** Whether submitters note when they wake this worker. */
	final boolean stamp;

	/** {@code null} where nobody times, or the source measures. */
	private final @Nullable WaitSampler waits;

	/** How often to look again before parking. */
	int looks;

	private final int spins;

	/**
	 * Set while the worker waits because the run state does not let it start anything.
	 */
	private volatile boolean resting;

	private long nap = SHORTEST_NAP;

	private volatile @Nullable Thread thread;

	Worker(WorkerEnvironment environment, InFlight inFlight) {
		this.environment = environment;
		this.runState = environment.runState;
		this.inFlight = inFlight;
		this.stamp = environment.settings.timings() != null;
		this.waits = (this.stamp && !environment.source.measuresWaiting())
				? new WaitSampler(environment.source.buffer, isTheOnlyTaker(environment.settings)) : null;
		WaitStrategy strategy = environment.settings.waitStrategy();
		this.spins = (strategy == WaitStrategy.BUSY_SPIN) ? 1 : spinsBetweenLooks(environment.settings.capacity());
		this.looks = looks(strategy, this.spins);
	}

	private static boolean isTheOnlyTaker(QueueSettings settings) {
		return settings.concurrency() == 1 || settings.virtualThreads();
	}

	private static int spinsBetweenLooks(int capacity) {
		return (capacity == 0) ? MOST_SPINS_BETWEEN_LOOKS
				: Math.max(1, Math.min(capacity / PLACES_PER_SPIN, MOST_SPINS_BETWEEN_LOOKS));
	}

	private static int looks(WaitStrategy strategy, int spins) {
		return switch (strategy) {
			case PARK -> SPINS_BEFORE_PARK / spins;
			case SPIN_THEN_PARK -> SPINS_OF_SPIN_THEN_PARK / spins;
			case BUSY_SPIN -> Integer.MAX_VALUE;
		};
	}

	/** Take and handle something. */
	abstract boolean work();

	/** Return whether there may be something to take. */
	abstract boolean hasWork();

	/**
	 * Return where to announce that the worker parks: a thread that brings what it waits
	 * for looks there.
	 */
	Parker parkerInUse() {
		return this.parker;
	}

	/** Called around parking, for pools that count parked workers. */
	void parking() {
	}

	/** As {@link #parking()}. */
	void unparked() {
	}

	void startThread() {
		Throwable lostTo = this.inFlight.lostTo;
		Thread thread = this.environment.threads.platform(this, this.inFlight.number);
		Thread before = this.thread;
		this.inFlight.lostTo = null;
		this.thread = thread;
		try {
			thread.start();
		}
		catch (Throwable ex) {
			this.thread = before;
			this.inFlight.lostTo = lostTo;
			throw ex;
		}
	}

	/** Return whether the worker can start nothing before it looks at the run state. */
	boolean isAtRest() {
		Thread thread = this.thread;
		return thread == null || isResting() || thread.getState() == Thread.State.TERMINATED;
	}

	/** Whether the worker waits, and looks at the run state before anything else. */
	final boolean isResting() {
		return this.resting || this.parker.isAnnounced();
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	/** Return whether the thread ended although the queue did not stop it. */
	boolean isLost() {
		Thread thread = this.thread;
		return thread != null && this.inFlight.thread == thread && thread.getState() == Thread.State.TERMINATED;
	}

	boolean isRunBy(Thread thread) {
		return this.thread == thread;
	}

	/**
	 * Note since when what was taken has waited: since a submitter woke the worker for
	 * it.
	 */
	final void noteWaiting(InFlight inFlight) {
		long wokenAt = this.parker.wokenAt;
		if (wokenAt != 0) {
			this.parker.wokenAt = 0;
			inFlight.waitingSince = wokenAt;
		}
		else if (this.waits != null && this.waits.isNext()) {
			inFlight.waitingSince = this.waits.since(this.environment.source.buffer.taken(),
					inFlight.sampling.isSparse());
		}
	}

	void unpark() {
		this.parker.unpark(this.thread);
	}

	/**
	 * Make visible what another thread has stored, and to it what this one has. The JVM
	 * takes the stack of a thread at a safepoint or in a handshake with it, which orders
	 * the memory of both. So the other one, which does its part often, needs no fence.
	 */
	static StackTraceElement[] handshake(Thread thread) {
		return thread.getStackTrace();
	}

	@Override
	public final void run() {
		this.inFlight.thread = Thread.currentThread();
		try {
			cycle();
			this.inFlight.thread = null;
		}
		catch (Throwable ex) {
			this.inFlight.lostTo = ex;
		}
	}

	private void cycle() {
		int idle = 0;
		for (;;) {
			int word = this.runState.get();
			if (word != 0 && this.inFlight.detached) {
				return;
			}
			if (word != 0 && !RunState.mayStart(word)) {
				if ((word & RunState.STOPPED) != 0) {
					return;
				}
				this.resting = true;
				this.parker.park(this, Long.MAX_VALUE);
				this.resting = false;
				Thread.interrupted();
			}
			else if (workOrWaitForMemory()) {
				idle = 0;
				this.nap = SHORTEST_NAP;
			}
			else if (idle < this.looks) {
				if (word != 0 && idle == 0) {
					this.environment.idleWhileDraining.run();
				}
				idle++;
				for (int i = 0; i < this.spins; i++) {
					Thread.onSpinWait();
				}
			}
			else {
				idle = 0;
				park();
			}
		}
	}

	/** The thread lives on if memory runs out before anything was taken. */
	private boolean workOrWaitForMemory() {
		try {
			return work();
		}
		catch (OutOfMemoryError ex) {
			if (this.inFlight.content() != null) {
				throw ex;
			}
			this.inFlight.takeNothing();
			MemoryRetry.nap();
			return true;
		}
	}

	private void park() {
		Thread.interrupted();
		this.inFlight.sampling.reset();
		if (this.waits != null) {
			this.waits.rest();
		}
		parking();
		Parker parker = parkerInUse();
		parker.announce(Thread.currentThread());
		long due = this.environment.source.nanosUntilDue(this.inFlight);
		if (!hasWork() && this.runState.get() == 0) {
			parker.park(this, due);
		}
		else if (this.runState.mayStart()) {
			// Draining, or a claim that is not published yet: nap, do not burn.
			this.environment.idleWhileDraining.run();
			LockSupport.parkNanos(this, this.nap);
			this.nap = Math.min(2 * this.nap, LONGEST_NAP);
		}
		parker.awake();
		unparked();
	}

}
