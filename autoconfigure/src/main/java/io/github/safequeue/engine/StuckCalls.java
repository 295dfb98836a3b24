/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.WorkerSnapshot;

/**
 * Reports each handler call that lasts longer than {@code stuck-threshold}: one line and
 * one event when it does, and again when it ends. Used by the watchdog.
 */
final class StuckCalls {

	private final QueueSettings settings;

	private final WorkerPool pool;

	private final QueueNotifier notifier;

	private final long thresholdNanos;

	private final Map<InFlight, Call> stuck = new HashMap<>();

	StuckCalls(QueueSettings settings, WorkerPool pool, QueueNotifier notifier) {
		this.settings = settings;
		this.pool = pool;
		this.notifier = notifier;
		this.thresholdNanos = Nanos.of(settings.stuckThreshold());
	}

	/** Look at a place, once it was noted since when its call is under way. */
	void look(InFlight inFlight, long now) {
		long since = inFlight.seenSince;
		boolean running = inFlight.isBusy() && inFlight.seenCall == inFlight.call() && inFlight.content() != null;
		Call known = (this.stuck.isEmpty()) ? null : this.stuck.get(inFlight);
		if (known != null && (!running || known.since() != since)) {
			ended(known, now);
			this.stuck.remove(inFlight);
		}
		else if (known == null && running && now - since > this.thresholdNanos) {
			Call call = describe(inFlight, since, now);
			if (call != null) {
				this.stuck.put(inFlight, call);
			}
		}
	}

	private @Nullable Call describe(InFlight inFlight, long since, long now) {
		long number = inFlight.call();
		WorkerSnapshot worker = WorkerReport.describe(this.pool, inFlight, now);
		String handling = worker.handling();
		if (handling == null || inFlight.call() != number || !inFlight.isBusy() || inFlight.seenSince != since) {
			return null;
		}
		Duration running = Duration.ofNanos(now - since);
		Instant start = this.settings.clock().instant().minus(running).truncatedTo(ChronoUnit.SECONDS);
		this.notifier.warn(
				"Queue '%s': thread %s has been handling %s since %s, for %s; %s. The endpoint safequeues shows its whole stack; if such calls are expected, raise stuck-threshold (%s)"
					.formatted(this.settings.name(), worker.thread(), handling, start, inWords(running),
							WhereItStands.of(worker), inWords(this.settings.stuckThreshold())));
		this.notifier.publish(SafeQueueEvent.Kind.STUCK);
		return new Call(worker.thread(), handling, since);
	}

	private void ended(Call call, long now) {
		this.notifier.info("Queue '%s': thread %s is not stuck any more: its call with %s ended after %s".formatted(
				this.settings.name(), call.thread(), call.handling(), inWords(Duration.ofNanos(now - call.since()))));
		this.notifier.publish(SafeQueueEvent.Kind.RECOVERED);
	}

	private static String inWords(Duration duration) {
		return (duration.toSeconds() >= 10 || duration.equals(Duration.ofSeconds(duration.toSeconds())))
				? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	/**
	 * A call that is stuck.
	 *
	 * @param thread the name of its thread
	 * @param handling what it was given, by type and identity
	 * @param since since when it has been seen
	 */
	private record Call(String thread, String handling, long since) {
	}

}
