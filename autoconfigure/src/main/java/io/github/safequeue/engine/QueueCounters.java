/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.buffer.PaddedLong;

/**
 * Reads the figures of one queue, on any thread.
 *
 * <p>
 * They come from few sources, so that the law of conservation holds in each snapshot:
 * accepted is the number of claims in the buffer, the waiting items are the claims that
 * were not started, and in flight is what was started and not settled. What is settled is
 * counted by the workers, each for itself. Readers add up settled items first, then read
 * what was started, then what was accepted.
 */
final class QueueCounters {

	final PaddedLong rejectedFull = new PaddedLong();

	final PaddedLong rejectedClosed = new PaddedLong();

	private final QueueSettings settings;

	private final WorkSource source;

	private final WorkerPool pool;

	private final UndeliveredCollector collector;

	QueueCounters(QueueSettings settings, WorkSource source, WorkerPool pool, UndeliveredCollector collector) {
		this.settings = settings;
		this.source = source;
		this.pool = pool;
		this.collector = collector;
	}

	long accepted() {
		return this.source.buffer.accepted();
	}

	int size() {
		long started = this.source.started();
		return clamp(accepted() - started);
	}

	SafeQueueSnapshot snapshot(SafeQueueState state) {
		long undelivered = this.collector.undelivered();
		long givenUp = this.collector.givenUp();
		long handled = 0;
		long failed = 0;
		long retried = 0;
		for (InFlight inFlight : this.pool.inFlights) {
			handled += inFlight.handled();
			failed += inFlight.failed();
			retried += inFlight.retried();
		}
		long started = this.source.started();
		long accepted = accepted();
		return new SafeQueueSnapshot(this.settings.name(), state, clamp(accepted - started),
				this.source.buffer.capacity(), this.settings.concurrency(),
				clamp(started - givenUp - handled - failed - undelivered), accepted - givenUp, handled, failed,
				undelivered, retried, this.rejectedFull.get(), this.rejectedClosed.get());
	}

	private static int clamp(long value) {
		return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
	}

	/** Return how many accepted items are settled. */
	long settled() {
		long settled = this.collector.undelivered() + this.collector.givenUp();
		for (InFlight inFlight : this.pool.inFlights) {
			settled += inFlight.handled() + inFlight.failed();
		}
		return settled;
	}

	/**
	 * Return a number that changes when an item is started or settled, or tried again.
	 */
	long progress() {
		long progress = settled() + this.source.started();
		for (InFlight inFlight : this.pool.inFlights) {
			progress += inFlight.retried();
		}
		return progress;
	}

	/**
	 * Return whether nothing waits and nothing runs but handler calls that wait for the
	 * closing themselves.
	 */
	boolean isQuiet(long accepted) {
		long settled = settled();
		long detached = 0;
		for (InFlight inFlight : this.pool.inFlights) {
			if (inFlight.detached) {
				detached += inFlight.elements().size();
			}
		}
		return accepted - settled == detached;
	}

}
