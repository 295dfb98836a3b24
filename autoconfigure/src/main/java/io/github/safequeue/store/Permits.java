/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Decides how many workers look into the store. A worker that found something looks
 * again, and lets one more look beside it; one that found nothing stops until something
 * arrives or the time to look has come. Any thread; no call waits for the store.
 */
final class Permits {

	private final Predicate<Permit> queue;

	private final Deque<Permit> idle = new ArrayDeque<>();

	private long arrivals;

	private boolean taking;

	/**
	 * Create permits, all of them idle.
	 * @param number how many
	 * @param queue receives those whose turn it is, and returns whether it took them
	 */
	Permits(int number, Predicate<Permit> queue) {
		this.queue = queue;
		for (int i = 0; i < number; i++) {
			this.idle.add(new Permit());
		}
	}

	/** Look into the store from now on. */
	synchronized void start() {
		this.taking = true;
	}

	/** Do not look into the store any more. */
	synchronized void stop() {
		this.taking = false;
	}

	synchronized boolean isTaking() {
		return this.taking;
	}

	/** Something has arrived, or the time to look has come. */
	synchronized void look() {
		this.arrivals++;
		releaseOne();
	}

	/** Return a mark of what has arrived so far, for {@link #done}. */
	synchronized long arrivals() {
		return this.arrivals;
	}

	/**
	 * A permit was used.
	 * @param permit the permit
	 * @param found whether there was something
	 * @param arrivals what had arrived when it began to look
	 */
	synchronized void done(Permit permit, boolean found, long arrivals) {
		if (this.taking && (found || this.arrivals != arrivals)) {
			release(permit);
		}
		else {
			this.idle.add(permit);
		}
		if (found) {
			releaseOne();
		}
	}

	/** A permit comes back after the store could not be asked. */
	synchronized void failed(Permit permit) {
		this.idle.add(permit);
	}

	private void releaseOne() {
		Permit permit = (this.taking) ? this.idle.poll() : null;
		if (permit != null) {
			release(permit);
		}
	}

	private void release(Permit permit) {
		if (!this.queue.test(permit)) {
			this.idle.add(permit);
		}
	}

}
