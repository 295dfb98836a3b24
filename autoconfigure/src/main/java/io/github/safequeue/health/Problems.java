package io.github.safequeue.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.WorkerSnapshot;

/**
 * Puts into words what keeps a queue from going on by itself.
 */
final class Problems {

	private Problems() {
	}

	/**
	 * Look for problems.
	 * @param queue the queue to look at
	 * @return one sentence a problem, none if the queue is healthy
	 */
	static List<String> of(SafeQueueDiagnostics queue) {
		List<String> problems = new ArrayList<>();
		Duration threshold = queue.stuckThreshold();
		for (WorkerSnapshot worker : queue.workers()) {
			Duration handlingFor = worker.handlingFor();
			if (handlingFor != null && handlingFor.compareTo(threshold) > 0) {
				problems.add("worker %s has been handling %s for %s (threshold %s)".formatted(worker.thread(),
						worker.handling(), inWords(handlingFor), inWords(threshold)));
			}
		}
		int missing = queue.missingWorkers();
		if (missing > 0) {
			problems.add((missing == 1) ? "1 worker died and is not replaced yet"
					: missing + " workers died and are not replaced yet");
		}
		if (queue.blockedByUnpublishedItem()) {
			problems.add("a submitting thread died or hangs in the middle of an offer: "
					+ "its place at the head was claimed and never filled, and nothing behind it can be handled");
		}
		return problems;
	}

	/**
	 * Write a duration in milliseconds where seconds would hide too much.
	 * @param duration the duration
	 * @return a number and its unit
	 */
	static String inWords(Duration duration) {
		long millis = duration.toMillis();
		return (millis >= 10_000 || (millis > 0 && millis % 1000 == 0)) ? duration.toSeconds() + " s" : millis + " ms";
	}

}
