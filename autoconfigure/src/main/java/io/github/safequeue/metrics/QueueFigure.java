/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * One figure of a queue.
 *
 * @param name the meter's name
 * @param description what it counts
 * @param unit what it is counted in
 * @param tags tags besides the queue's name
 * @param value reads it from a queue
 * @param union makes one figure of those of two queues
 */
record QueueFigure(String name, String description, String unit, Tags tags, ToDoubleFunction<SafeQueue<?>> value,
		DoubleBinaryOperator union) {

	/** What only grows. */
	static final List<QueueFigure> COUNTERS = List.of(
			of("safequeue.accepted", "Items accepted", SafeQueueSnapshot::accepted),
			of("safequeue.handled", "Items whose handler returned", SafeQueueSnapshot::handled),
			of("safequeue.failed", "Items that were dead-lettered", SafeQueueSnapshot::failed),
			of("safequeue.undelivered", "Items that were reported undelivered", SafeQueueSnapshot::undelivered),
			of("safequeue.retried", "Attempts after the first ones", SafeQueueSnapshot::retried),
			of("safequeue.rejected", "Items that were refused", SafeQueueSnapshot::rejectedFull).tagged("reason",
					"full"),
			of("safequeue.rejected", "Items that were refused", SafeQueueSnapshot::rejectedClosed).tagged("reason",
					"closed"));

	/** What is so at one moment. */
	static final List<QueueFigure> GAUGES = List.of(of("safequeue.size", "Items that wait", SafeQueueSnapshot::size),
			of("safequeue.capacity", "Items that may wait, NaN without limit", QueueFigure::capacity),
			of("safequeue.in.flight", "Items in flight", SafeQueueSnapshot::inFlight),
			diagnosed("safequeue.stuck", "Handler calls that last longer than the stuck threshold", "calls",
					SafeQueueDiagnostics::stuckCalls, Double::sum),
			diagnosed("safequeue.longest.running", "Time of the handler call that began first", "seconds",
					(queue) -> seconds(queue.longestRunning()), Math::max),
			diagnosed("safequeue.oldest.waiting", "Time that the oldest item has waited", "seconds",
					(queue) -> seconds(queue.oldestWaiting()), Math::max));

	private static QueueFigure of(String name, String description, ToDoubleFunction<SafeQueueSnapshot> value) {
		return new QueueFigure(name, description, "items", Tags.empty(),
				(queue) -> value.applyAsDouble(queue.snapshot()), Double::sum);
	}

	private static QueueFigure diagnosed(String name, String description, String unit,
			ToDoubleFunction<SafeQueueDiagnostics> value, DoubleBinaryOperator union) {
		return new QueueFigure(name, description, unit, Tags.empty(),
				(queue) -> (queue instanceof SafeQueueDiagnostics diagnostics) ? value.applyAsDouble(diagnostics)
						: Double.NaN,
				union);
	}

	private QueueFigure tagged(String key, String value) {
		return new QueueFigure(this.name, this.description, this.unit, Tags.of(key, value), this.value, this.union);
	}

	private static double capacity(SafeQueueSnapshot snapshot) {
		return (snapshot.capacity() != Integer.MAX_VALUE) ? snapshot.capacity() : Double.NaN;
	}

	private static double seconds(Duration time) {
		return time.toNanos() / 1e9;
	}

	double read(SafeQueue<?> queue) {
		return this.value.applyAsDouble(queue);
	}

	/** Return the identity of this figure's meter, before any filter. */
	Meter.Id id(String queue, Meter.Type type) {
		return new Meter.Id(this.name, this.tags.and("queue", queue), this.unit, this.description, type);
	}

}
