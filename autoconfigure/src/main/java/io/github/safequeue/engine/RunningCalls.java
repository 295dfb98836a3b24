/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handler calls that are under way while queues close. Those that wait for the
 * closing themselves are detached, the others are interrupted once when the time is over.
 * Used by the thread that closes.
 */
final class RunningCalls {

	private final List<DrainTarget> queues;

	private final Thread closer;

	private final Map<InFlight, Long> seen = new HashMap<>();

	RunningCalls(List<DrainTarget> queues, Thread closer) {
		this.queues = queues;
		this.closer = closer;
	}

	/**
	 * Let others take the place of workers whose handler call waits for the closing.
	 */
	void detachSelfClosing() {
		try {
			lookForSelfClosing();
		}
		catch (OutOfMemoryError ex) {
			// The next look is soon.
		}
	}

	private void lookForSelfClosing() {
		for (DrainTarget queue : this.queues) {
			for (InFlight inFlight : queue.pool().inFlights) {
				Thread thread = inFlight.thread;
				if (thread == null || inFlight.detached || !inFlight.isBusy()) {
					continue;
				}
				Long call = inFlight.call();
				boolean unchanged = call.equals(this.seen.put(inFlight, call));
				if ((thread == this.closer || (unchanged && SelfCloseDetector.isWaitingForClose(thread)))
						&& inFlight.detach(call)) {
					queue.pool().replace(inFlight);
				}
			}
		}
	}

	/**
	 * Interrupt the calls that were not interrupted yet.
	 */
	void interrupt() {
		for (DrainTarget queue : this.queues) {
			for (InFlight inFlight : queue.pool().allInFlights()) {
				Thread thread = inFlight.thread;
				if (thread != null && thread != this.closer && inFlight.content() != null && !inFlight.interrupted) {
					noteWhatItWaitsFor(inFlight, thread);
					inFlight.interrupted = true;
					thread.interrupt();
				}
			}
		}
	}

	/** Before the interrupt, which ends such a wait or lets the thread run a moment. */
	private static void noteWhatItWaitsFor(InFlight inFlight, Thread thread) {
		try {
			inFlight.waitedForFuture = SelfCloseDetector.isWaitingForFuture(thread);
		}
		catch (OutOfMemoryError ex) {
			// The failure of a future says less.
		}
	}

	/** Return what one queue has in flight in calls that do not return. */
	List<Object> unreturned(DrainTarget queue) {
		List<Object> elements = new ArrayList<>();
		for (InFlight inFlight : queue.pool().inFlights) {
			if (inFlight.content() != null && !isReturning(inFlight)) {
				elements.addAll(inFlight.elements());
			}
		}
		return elements;
	}

	/**
	 * A call that waits for a closing goes on when that has ended, unless it waits for
	 * the end of the JVM.
	 */
	private boolean isReturning(InFlight inFlight) {
		Thread thread = inFlight.thread;
		return thread != null
				&& (thread == this.closer || ((inFlight.detached || SelfCloseDetector.isWaitingForClose(thread))
						&& !SelfCloseDetector.isWaitingForExit(thread)));
	}

	/** Return whether any call is under way that is not detached. */
	boolean isAny() {
		for (DrainTarget queue : this.queues) {
			for (InFlight inFlight : queue.pool().inFlights) {
				if (inFlight.content() != null && !inFlight.detached && inFlight.thread != this.closer) {
					return true;
				}
			}
		}
		return false;
	}

}
