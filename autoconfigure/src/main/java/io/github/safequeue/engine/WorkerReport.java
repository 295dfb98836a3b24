/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.WorkerSnapshot;

/**
 * Describes what the workers of a pool do. Any thread.
 */
final class WorkerReport {

	private WorkerReport() {
	}

	/** Describe all workers. */
	static List<WorkerSnapshot> of(WorkerPool pool) {
		List<WorkerSnapshot> report = new ArrayList<>();
		long now = System.nanoTime();
		for (InFlight inFlight : pool.allInFlights()) {
			report.add(describe(pool, inFlight, now));
		}
		return report;
	}

	/**
	 * Describe the workers that have had the same item in flight for long, and look at no
	 * other's stack.
	 */
	static List<WorkerSnapshot> of(WorkerPool pool, Duration threshold) {
		List<WorkerSnapshot> report = new ArrayList<>();
		long now = System.nanoTime();
		for (InFlight inFlight : pool.allInFlights()) {
			if (isLonger(inFlightFor(inFlight, now), threshold)) {
				WorkerSnapshot worker = describe(pool, inFlight, now);
				Duration handlingFor = worker.handlingFor();
				if (handlingFor != null && handlingFor.compareTo(threshold) > 0) {
					report.add(worker);
				}
			}
		}
		return report;
	}

	private static boolean isLonger(long nanos, Duration threshold) {
		return Duration.ofNanos(nanos).compareTo(threshold) > 0;
	}

	/** Return how many calls last longer than that. Looks at no stack. */
	static int countLonger(WorkerPool pool, Duration threshold) {
		int longer = 0;
		long now = System.nanoTime();
		for (InFlight inFlight : pool.allInFlights()) {
			if (inFlight.content() != null && isLonger(inFlightFor(inFlight, now), threshold)) {
				longer++;
			}
		}
		return longer;
	}

	/** Return how long the longest call has been under way. Looks at no stack. */
	static Duration longest(WorkerPool pool) {
		long longest = 0;
		long now = System.nanoTime();
		for (InFlight inFlight : pool.allInFlights()) {
			if (inFlight.content() != null) {
				longest = Math.max(longest, inFlightFor(inFlight, now));
			}
		}
		return Duration.ofNanos(longest);
	}

	static WorkerSnapshot describe(WorkerPool pool, InFlight inFlight, long now) {
		Thread thread = inFlight.thread;
		String handling = inFlight.describe();
		Duration handlingFor = (handling != null) ? Duration.ofNanos(inFlightFor(inFlight, now)) : null;
		Integer waiting = pool.environment.source.waitingBehind(inFlight);
		if (thread == null) {
			return new WorkerSnapshot("safequeue-" + inFlight.queue() + "-" + inFlight.number, 0, null, handling,
					handlingFor, waiting, List.of());
		}
		return new WorkerSnapshot(thread.getName(), threadId(thread), thread.getState(), handling, handlingFor, waiting,
				List.of(thread.getStackTrace()));
	}

	/**
	 * Return how long the same item has been in flight, as far as observed.
	 */
	private static long inFlightFor(InFlight inFlight, long now) {
		return (inFlight.isBusy() && inFlight.seenCall == inFlight.call()) ? Math.max(0, now - inFlight.seenSince) : 0;
	}

	@SuppressWarnings("deprecation") // threadId() came with Java 19
	private static long threadId(Thread thread) {
		return thread.getId();
	}

}
