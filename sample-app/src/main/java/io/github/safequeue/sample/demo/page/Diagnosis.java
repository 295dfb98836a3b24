package io.github.safequeue.sample.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.WorkerSnapshot;

/**
 * What keeps a queue from going on, in figures. Health says the same in a sentence.
 *
 * @param stuckCalls how many handler calls have lasted longer than the threshold
 * @param longestMillis how long the longest of them has lasted
 * @param thresholdMillis the threshold, 0 if the queue has none
 * @param missingWorkers how many workers died and are not replaced
 * @param blocked whether a submitting thread stopped in the middle of an offer
 */
record Diagnosis(int stuckCalls, long longestMillis, long thresholdMillis, int missingWorkers, boolean blocked) {

	private static final Diagnosis NONE = new Diagnosis(0, 0, 0, 0, false);

	static Diagnosis of(SafeQueue<?> queue) {
		return (queue instanceof SafeQueueDiagnostics diagnostics) ? of(diagnostics) : NONE;
	}

	private static Diagnosis of(SafeQueueDiagnostics queue) {
		List<WorkerSnapshot> stuck = queue.stuckWorkers();
		long longest = stuck.stream()
			.map(WorkerSnapshot::handlingFor)
			.filter(Objects::nonNull)
			.mapToLong(Duration::toMillis)
			.max()
			.orElse(0);
		return new Diagnosis(stuck.size(), longest, queue.stuckThreshold().toMillis(), queue.missingWorkers(),
				queue.blockedByUnpublishedItem());
	}

}
