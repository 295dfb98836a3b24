/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;
import java.util.List;

/**
 * What health and the endpoint ask a queue. The queues that this library builds implement
 * it. May be called by any thread.
 */
public interface SafeQueueDiagnostics {

	/**
	 * Return what each worker does right now. Looks at the stack of each.
	 * @return the workers
	 */
	List<WorkerSnapshot> workers();

	/**
	 * Return the workers that have had the same item in flight for longer than
	 * {@link #stuckThreshold()}. Asked often: looks at the stacks of these workers only.
	 * @return the stuck workers
	 */
	List<WorkerSnapshot> stuckWorkers();

	/**
	 * Return the time in one handler call after which a worker counts as stuck.
	 * @return the threshold
	 */
	Duration stuckThreshold();

	/**
	 * Return how many handler calls have lasted longer than {@link #stuckThreshold()}.
	 * Looks at no stack.
	 * @return the number of stuck calls, observed every 100 ms
	 */
	int stuckCalls();

	/**
	 * Return how long the handler call has lasted that began first. Looks at no stack.
	 * @return the time, observed every 100 ms, zero if no call is under way
	 */
	Duration longestRunning();

	/**
	 * Return how long the oldest item has waited that waits for its first handler call.
	 * @return the time, to a second, zero if nothing waits
	 */
	Duration oldestWaiting();

	/**
	 * Return how many workers are missing: they died and could not be replaced yet.
	 * @return the number of missing workers
	 */
	int missingWorkers();

	/**
	 * Return how many workers died and were replaced.
	 * @return the number since the queue was built
	 */
	long replacedWorkers();

	/**
	 * Return whether the oldest waiting item was claimed by a submitting thread that has
	 * not published it, so that nothing behind it can be handled.
	 * @return whether such a claim is at the queue's head
	 */
	boolean blockedByUnpublishedItem();

}
