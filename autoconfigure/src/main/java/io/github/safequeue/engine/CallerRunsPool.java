/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.safequeue.DeadLetter;

/**
 * Callers stand in for the workers, a step at a time, until the queue drains or
 * {@link #end()} is called; then the workers of another pool go on. They start once the
 * step under way has ended, unless its handler call waits for the closing and is
 * detached.
 */
final class CallerRunsPool extends WorkerPool implements StepwiseHandling {

	private final WorkerPool successor;

	private final InFlight inFlight;

	private final DeadLetterLog log;

	private final Consumer<List<Object>> discarded;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean ended;

	/** Guarded by this. */
	private boolean stepping;

	/** Guarded by this. */
	private boolean startWanted;

	/** Guarded by this. */
	private boolean successorStarted;

	CallerRunsPool(WorkerEnvironment environment, WorkerPool successor, DeadLetterLog log,
			Consumer<List<Object>> discarded) {
		super(environment, successor.inFlights, successor.workers);
		this.successor = successor;
		this.log = log;
		this.discarded = discarded;
		this.inFlight = newInFlight();
		// The caller's thread is not interrupted, and a debugger may hold it.
		this.inFlight.timer = null;
	}

	@Override
	void signal() {
		this.successor.signal();
	}

	/** Called each time the queue starts; does nothing while callers handle. */
	@Override
	void start() {
		if (isOver()) {
			startSuccessor(false);
		}
	}

	private synchronized void startSuccessor(boolean detached) {
		this.startWanted = true;
		if (!this.successorStarted && (!this.stepping || detached)) {
			this.successorStarted = true;
			this.successor.start();
		}
	}

	@Override
	void replace(InFlight inFlight) {
		if (inFlight == this.inFlight) {
			this.environment.source.release(inFlight);
			startSuccessor(true);
		}
		else {
			this.successor.replace(inFlight);
		}
	}

	@Override
	void revive(InFlight inFlight) {
		if (inFlight == this.inFlight) {
			inFlight.lostTo = null;
			super.revive(inFlight);
		}
		else {
			this.successor.revive(inFlight);
		}
	}

	@Override
	Collection<InFlight> allInFlights() {
		return this.successor.allInFlights();
	}

	@Override
	boolean isHandedOver() {
		return this.successor.isHandedOver();
	}

	@Override
	public boolean handleNext() {
		lock();
		boolean interrupted = Thread.interrupted();
		try {
			return beginStep() && step();
		}
		finally {
			endStep();
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void lock() {
		if (this.lock.isHeldByCurrentThread()) {
			throw new IllegalStateException(
					"Queue '%s' is in a call of its handler on this thread; let it return before the next item"
						.formatted(this.environment.settings.name()));
		}
		this.lock.lock();
	}

	private synchronized boolean beginStep() {
		this.stepping = !isOver() && !this.successorStarted;
		return this.stepping;
	}

	private synchronized void endStep() {
		this.stepping = false;
		if (this.startWanted) {
			startSuccessor(false);
		}
	}

	/**
	 * Handle something in the place of a worker. Where the caller dies with something in
	 * flight, the watchdog reports that.
	 */
	private boolean step() {
		InFlight inFlight = this.inFlight;
		inFlight.thread = Thread.currentThread();
		try {
			inFlight.beginTaking();
			boolean taken = this.environment.runState.mayStart() && this.environment.source.take(inFlight);
			if (taken) {
				this.environment.invoker().invoke(inFlight);
				this.environment.source.release(inFlight);
			}
			inFlight.end(false);
			Thread.interrupted();
			return taken;
		}
		catch (Throwable ex) {
			if (inFlight.content() != null) {
				inFlight.lostTo = ex;
			}
			else {
				inFlight.takeNothing();
			}
			throw ex;
		}
		finally {
			inFlight.thread = null;
		}
	}

	@Override
	public List<Object> waiting() {
		List<Object> elements = new ArrayList<>();
		this.environment.source.peek(elements);
		return items(elements);
	}

	@Override
	public List<DeadLetter<?>> deadLetters() {
		return this.log.letters();
	}

	@Override
	public List<Object> discard() {
		lock();
		try {
			this.log.clear();
			List<Object> elements = new ArrayList<>();
			if (beginStep()) {
				this.environment.source.drainTo(elements);
				this.discarded.accept(elements);
			}
			return items(elements);
		}
		finally {
			endStep();
			this.lock.unlock();
		}
	}

	private static List<Object> items(List<Object> elements) {
		return elements.stream().map(Envelope::itemOf).toList();
	}

	@Override
	public void end() {
		this.ended = true;
	}

	/** Return whether workers handle the queue. */
	boolean isOver() {
		return this.ended || this.environment.runState.has(RunState.DRAINING | RunState.STOPPED | RunState.FLUSHING);
	}

}
