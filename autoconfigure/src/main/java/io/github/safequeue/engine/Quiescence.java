/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The condition that all that was accepted before a moment is settled, asked for
 * repeatedly by one thread. Holds as well under a load that never ends: first all those
 * items must have been taken, then each call that was under way at that time must have
 * ended.
 */
final class Quiescence {

	private static final long SHORTEST_NAP = 20_000;

	private static final long LONGEST_NAP = 2_000_000;

	private final QueueCore queue;

	private final long target;

	/** Whether calls that wait for the closing count as ended. */
	private final boolean butDetached;

	private @Nullable List<Call> calls;

	Quiescence(QueueCore queue, boolean butDetached) {
		this.queue = queue;
		this.butDetached = butDetached;
		this.target = queue.accepted();
	}

	/** Wait until the condition holds. */
	boolean await(Duration timeout) throws InterruptedException {
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		long nap = SHORTEST_NAP;
		while (!reached()) {
			long left = wait - (System.nanoTime() - start);
			if (left <= 0) {
				return false;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			LockSupport.parkNanos(this.queue, Math.min(left, nap));
			nap = Math.min(2 * nap, LONGEST_NAP);
		}
		return true;
	}

	boolean reached() {
		if (this.queue.counters.settled() >= this.queue.accepted()) {
			return true;
		}
		WorkSource source = this.queue.source;
		return source.isTaken(this.target) && !this.queue.collector.isCollecting()
				&& (source.isTakenSettled() || callsEnded());
	}

	private boolean callsEnded() {
		List<Call> calls = this.calls;
		if (calls == null) {
			calls = new ArrayList<>();
			for (InFlight inFlight : this.queue.pool.allInFlights()) {
				if (inFlight.isBusy()) {
					calls.add(new Call(inFlight, inFlight.call()));
				}
			}
			this.calls = calls;
		}
		calls.removeIf((call) -> call.isOver() || (this.butDetached && call.inFlight().detached));
		return calls.isEmpty();
	}

	/**
	 * A call that was under way.
	 *
	 * @param inFlight where
	 * @param number its number
	 */
	private record Call(InFlight inFlight, long number) {

		boolean isOver() {
			return this.inFlight.call() != this.number || !this.inFlight.isBusy();
		}

	}

}
