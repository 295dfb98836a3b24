/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.WorkerSnapshot;

/**
 * Puts into words what keeps a queue from going on by itself.
 */
final class QueueHealthProblem {

	private QueueHealthProblem() {
	}

	/**
	 * Look for problems.
	 * @param queue the queue to look at
	 * @return one sentence a problem, none if the queue is healthy
	 */
	static List<String> of(SafeQueueDiagnostics queue) {
		List<String> problems = new ArrayList<>();
		Duration threshold = queue.stuckThreshold();
		for (WorkerSnapshot worker : queue.stuckWorkers()) {
			Duration handlingFor = Objects.requireNonNullElse(worker.handlingFor(), Duration.ZERO);
			problems.add("worker %s has been handling %s for %s (threshold %s), %s".formatted(worker.thread(),
					worker.handling(), inWords(handlingFor), inWords(threshold), where(worker)));
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
	 * Describe a store that is not available.
	 * @param store what is known of it
	 * @return a sentence
	 */
	static String of(StoreStatus store) {
		return "the store (%s) has not been available since %s".formatted(store.type(),
				store.since().truncatedTo(ChronoUnit.SECONDS));
	}

	/** The thread's state, and the first frame that is not the JDK's. */
	private static String where(WorkerSnapshot worker) {
		if (worker.threadState() == null) {
			return "on a thread that has not begun to run";
		}
		List<StackTraceElement> stack = worker.stack();
		return worker.threadState() + stack.stream()
			.filter((frame) -> !isOfTheJdk(frame))
			.findFirst()
			.or(() -> stack.stream().findFirst())
			.map((frame) -> " at " + inWords(frame))
			.orElse("");
	}

	private static boolean isOfTheJdk(StackTraceElement frame) {
		String module = frame.getModuleName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	private static String inWords(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
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
