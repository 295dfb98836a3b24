/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoredQueueDiagnostics;

/**
 * One figure of a queue.
 *
 * @param name the meter's name
 * @param description what it counts
 * @param unit what it is counted in
 * @param tags tags besides the queue's name
 * @param applies whether a queue has it
 * @param value reads it from a queue that has it
 * @param union makes one figure of those of two queues
 */
record QueueFigure(String name, String description, @Nullable String unit, Tags tags, Predicate<SafeQueue<?>> applies,
		ToDoubleFunction<SafeQueue<?>> value, DoubleBinaryOperator union) {

	/** What only grows. */
	static final List<QueueFigure> COUNTERS = Arrays.stream(QueueSide.values()).flatMap(QueueFigure::counters).toList();

	/** What is so at one moment. */
	static final List<QueueFigure> GAUGES = Stream
		.concat(Arrays.stream(QueueSide.values()).flatMap(QueueFigure::gauges), Stream.of(storeAvailable()))
		.toList();

	private static Stream<QueueFigure> counters(QueueSide side) {
		return Stream.of(of(side, "accepted", "Items accepted", SafeQueueSnapshot::accepted),
				of(side, "handled", "Items whose handler returned", SafeQueueSnapshot::handled),
				of(side, "failed", "Items that were dead-lettered", SafeQueueSnapshot::failed),
				of(side, "undelivered", "Items that were reported undelivered", SafeQueueSnapshot::undelivered),
				of(side, "retried", "Attempts after the first ones", SafeQueueSnapshot::retried),
				of(side, "rejected", "Items that were refused", SafeQueueSnapshot::rejectedFull).tagged("reason",
						"full"),
				of(side, "rejected", "Items that were refused", SafeQueueSnapshot::rejectedClosed).tagged("reason",
						"closed"));
	}

	private static Stream<QueueFigure> gauges(QueueSide side) {
		return Stream.of(of(side, "size", "Items that wait", SafeQueueSnapshot::size),
				of(side, "capacity", "Items that may wait, NaN without limit", QueueFigure::capacity),
				of(side, "in.flight", "Items in flight", SafeQueueSnapshot::inFlight),
				diagnosed(side, "stuck", "Handler calls that last longer than the stuck threshold", "calls",
						SafeQueueDiagnostics::stuckCalls, Double::sum),
				diagnosed(side, "longest.running", "Time of the handler call that began first", "seconds",
						(queue) -> seconds(queue.longestRunning()), Math::max),
				diagnosed(side, "oldest.waiting", "Time that the oldest item has waited", "seconds",
						(queue) -> seconds(queue.oldestWaiting()), Math::max));
	}

	private static QueueFigure of(QueueSide side, String name, String description,
			ToDoubleFunction<SafeQueueSnapshot> value) {
		return new QueueFigure(side.named(name), side.described(description), "items", Tags.empty(), side::isOf,
				(queue) -> {
					SafeQueueSnapshot snapshot = side.snapshot(queue);
					return (snapshot != null) ? value.applyAsDouble(snapshot) : Double.NaN;
				}, Double::sum);
	}

	private static QueueFigure diagnosed(QueueSide side, String name, String description, String unit,
			ToDoubleFunction<SafeQueueDiagnostics> value, DoubleBinaryOperator union) {
		return new QueueFigure(side.named(name), side.described(description), unit, Tags.empty(), side::isOf,
				(queue) -> {
					SafeQueueDiagnostics diagnostics = side.diagnostics(queue);
					return (diagnostics != null) ? value.applyAsDouble(diagnostics) : Double.NaN;
				}, union);
	}

	private static QueueFigure storeAvailable() {
		return new QueueFigure("safequeue.store.available", "Whether the last access to the store succeeded, 1 or 0",
				null, Tags.empty(), StoredQueueDiagnostics.class::isInstance,
				(queue) -> (queue instanceof StoredQueueDiagnostics stored && stored.availability().available()) ? 1
						: 0,
				Math::min);
	}

	private QueueFigure tagged(String key, String value) {
		return new QueueFigure(this.name, this.description, this.unit, Tags.of(key, value), this.applies, this.value,
				this.union);
	}

	private static double capacity(SafeQueueSnapshot snapshot) {
		return (snapshot.capacity() != Integer.MAX_VALUE) ? snapshot.capacity() : Double.NaN;
	}

	private static double seconds(Duration time) {
		return time.toNanos() / 1e9;
	}

	boolean appliesTo(SafeQueue<?> queue) {
		return this.applies.test(queue);
	}

	double read(SafeQueue<?> queue) {
		return this.value.applyAsDouble(queue);
	}

	/** Return the identity of this figure's meter, before any filter. */
	Meter.Id id(String queue, Meter.Type type) {
		return new Meter.Id(this.name, this.tags.and("queue", queue), this.unit, this.description, type);
	}

}
