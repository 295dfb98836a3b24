/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;

/**
 * What keeps a queue from going on, in figures. Health says the same in a sentence.
 *
 * @param stuckCalls how many handler calls have lasted longer than the threshold
 * @param longestMillis how long the longest call has lasted
 * @param thresholdMillis the threshold, 0 if the queue has none
 * @param oldestMillis how long the oldest item has waited
 * @param missingWorkers how many workers died and are not replaced
 * @param blocked whether a submitting thread stopped in the middle of an offer
 */
record Diagnosis(int stuckCalls, long longestMillis, long thresholdMillis, long oldestMillis, int missingWorkers,
		boolean blocked) {

	private static final Diagnosis NONE = new Diagnosis(0, 0, 0, 0, 0, false);

	static Diagnosis of(SafeQueue<?> queue) {
		return (queue instanceof SafeQueueDiagnostics diagnostics) ? of(diagnostics) : NONE;
	}

	private static Diagnosis of(SafeQueueDiagnostics queue) {
		return new Diagnosis(queue.stuckCalls(), queue.longestRunning().toMillis(), queue.stuckThreshold().toMillis(),
				queue.oldestWaiting().toMillis(), queue.missingWorkers(), queue.blockedByUnpublishedItem());
	}

}
