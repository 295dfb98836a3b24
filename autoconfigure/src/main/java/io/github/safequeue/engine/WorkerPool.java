/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The workers of one queue: they take from its source and call the handler.
 *
 * <p>
 * {@link #signal()} is called by submitters, the other methods by the owner, the watchdog
 * and the thread that closes.
 */
abstract class WorkerPool {

	final WorkerEnvironment environment;

	/** The places in flight; more are added for calls that are detached. */
	final List<InFlight> inFlights;

	final List<Worker> workers;

	WorkerPool(WorkerEnvironment environment) {
		this(environment, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
	}

	/** A pool whose places and workers are those of another one. */
	WorkerPool(WorkerEnvironment environment, List<InFlight> inFlights, List<Worker> workers) {
		this.environment = environment;
		this.inFlights = inFlights;
		this.workers = workers;
	}

	/**
	 * Wake a worker if one is needed for what was just accepted.
	 */
	abstract void signal();

	/**
	 * Start the threads.
	 */
	void start() {
		for (Worker worker : this.workers) {
			worker.startThread();
		}
	}

	/**
	 * Let all workers look at the run state.
	 */
	void wakeAll() {
		// By index: an iterator would need memory. Workers are only ever added.
		for (int i = 0; i < this.workers.size(); i++) {
			this.workers.get(i).unpark();
		}
	}

	/** Provide another worker for what a detached one can no longer do. */
	abstract void replace(InFlight inFlight);

	/** Let a place be used again after the thread in it died. */
	void revive(InFlight inFlight) {
		this.environment.source.release(inFlight);
		inFlight.reset();
		for (Worker worker : this.workers) {
			if (worker.inFlight == inFlight) {
				worker.startThread();
			}
		}
	}

	/** Return all places, those of workers that call no handler included. */
	Collection<InFlight> allInFlights() {
		return this.inFlights;
	}

	/**
	 * Return whether others may take, after the queue was stopped: no worker takes
	 * without regard to them.
	 */
	boolean isHandedOver() {
		return true;
	}

	/**
	 * Return whether any worker but the calling thread may start an item, or handles one.
	 */
	final boolean isAnyActive() {
		Thread current = Thread.currentThread();
		for (Worker worker : this.workers) {
			if (!worker.isAtRest() && !worker.isRunBy(current)) {
				return true;
			}
		}
		for (InFlight inFlight : this.inFlights) {
			if (inFlight.isBusy() && inFlight.thread != current) {
				return true;
			}
		}
		return false;
	}

	final boolean isWorker(Thread thread) {
		for (InFlight inFlight : this.inFlights) {
			if (inFlight.thread == thread) {
				return true;
			}
		}
		for (Worker worker : this.workers) {
			if (worker.isRunBy(thread)) {
				return true;
			}
		}
		return false;
	}

	final InFlight newInFlight() {
		InFlight inFlight = new InFlight(this.environment.settings.name(), this.inFlights.size() + 1);
		Duration timeout = this.environment.settings.handlerTimeout();
		inFlight.timer = (timeout != null) ? new CallTimer(timeout) : null;
		this.inFlights.add(inFlight);
		return inFlight;
	}

}
