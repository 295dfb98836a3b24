/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Registers a queue's meters, tagged with its name. The meters refer to the queue weakly:
 * a registry that outlives an application context does not keep the context's queues.
 * Where such a registry still has meters of an earlier queue of the same name, those of
 * the later queue take their place; timers go on. May be called by any thread.
 */
public final class SafeQueueMeters {

	private static final List<Figure> COUNTERS = List.of(
			Figure.of("safequeue.accepted", "Items accepted", SafeQueueSnapshot::accepted),
			Figure.of("safequeue.handled", "Items whose handler returned", SafeQueueSnapshot::handled),
			Figure.of("safequeue.failed", "Items that were dead-lettered", SafeQueueSnapshot::failed),
			Figure.of("safequeue.undelivered", "Items that were reported undelivered", SafeQueueSnapshot::undelivered),
			Figure.of("safequeue.retried", "Attempts after the first ones", SafeQueueSnapshot::retried),
			Figure.of("safequeue.rejected", "Items that were refused", SafeQueueSnapshot::rejectedFull)
				.tagged("reason", "full"),
			Figure.of("safequeue.rejected", "Items that were refused", SafeQueueSnapshot::rejectedClosed)
				.tagged("reason", "closed"));

	private static final List<Figure> GAUGES = List.of(
			Figure.of("safequeue.size", "Items that wait", SafeQueueSnapshot::size),
			Figure.of("safequeue.capacity", "Items that may wait, NaN without limit", SafeQueueMeters::capacity),
			Figure.of("safequeue.in.flight", "Items in flight", SafeQueueSnapshot::inFlight),
			Figure.diagnosed("safequeue.stuck", "Handler calls that last longer than the stuck threshold", "calls",
					SafeQueueDiagnostics::stuckCalls),
			Figure.diagnosed("safequeue.longest.running", "Time of the handler call that began first", "seconds",
					(queue) -> seconds(queue.longestRunning())),
			Figure.diagnosed("safequeue.oldest.waiting", "Time that the oldest item has waited", "seconds",
					(queue) -> seconds(queue.oldestWaiting())));

	private final SafeQueueRegistry queues;

	private final @Nullable MicrometerWorkTimings timings;

	private final List<MeterRegistry> registries = new ArrayList<>();

	private final Set<String> bound = new HashSet<>();

	/**
	 * Create meters that are not bound yet.
	 * @param queues finds the queues
	 * @param timings the timings that the queues' workers feed, or {@code null} if they
	 * feed others
	 */
	public SafeQueueMeters(SafeQueueRegistry queues, @Nullable MicrometerWorkTimings timings) {
		this.queues = queues;
		this.timings = timings;
	}

	/**
	 * Register the meters of all queues, and from now on those of queues that are added.
	 * @param registry where to register them
	 */
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		if (this.timings != null) {
			this.timings.bindTo(registry);
		}
		for (SafeQueue<?> queue : this.queues.all()) {
			this.bound.add(queue.name());
			register(registry, queue);
		}
	}

	/**
	 * Register the meters of a queue that was not there when the meters were bound. Does
	 * nothing before that and for a queue that has its meters.
	 * @param queue the queue
	 */
	public synchronized void add(SafeQueue<?> queue) {
		if (!this.registries.isEmpty() && this.bound.add(queue.name())) {
			this.registries.forEach((registry) -> register(registry, queue));
		}
	}

	private void register(MeterRegistry registry, SafeQueue<?> queue) {
		for (Figure figure : COUNTERS) {
			Tags tags = figure.tags().and("queue", queue.name());
			makeRoom(registry, figure, tags, Meter.Type.COUNTER);
			FunctionCounter.builder(figure.name(), queue, figure::read)
				.description(figure.description())
				.baseUnit(figure.unit())
				.tags(tags)
				.register(registry);
		}
		for (Figure figure : GAUGES) {
			Tags tags = figure.tags().and("queue", queue.name());
			makeRoom(registry, figure, tags, Meter.Type.GAUGE);
			Gauge.builder(figure.name(), queue, figure::read)
				.description(figure.description())
				.baseUnit(figure.unit())
				.tags(tags)
				.register(registry);
		}
		if (this.timings != null) {
			this.timings.register(queue.name());
		}
	}

	/** Remove a meter of the same identity, which would stay in the new one's place. */
	private static void makeRoom(MeterRegistry registry, Figure figure, Tags tags, Meter.Type type) {
		registry.removeByPreFilterId(new Meter.Id(figure.name(), tags, figure.unit(), figure.description(), type));
	}

	private static double capacity(SafeQueueSnapshot snapshot) {
		return (snapshot.capacity() != Integer.MAX_VALUE) ? snapshot.capacity() : Double.NaN;
	}

	private static double seconds(Duration time) {
		return time.toNanos() / 1e9;
	}

	/**
	 * One figure of a queue.
	 *
	 * @param name the meter's name
	 * @param description what it counts
	 * @param unit what it is counted in
	 * @param tags tags besides the queue's name
	 * @param value reads it from a queue
	 */
	private record Figure(String name, String description, String unit, Tags tags,
			ToDoubleFunction<SafeQueue<?>> value) {

		static Figure of(String name, String description, ToDoubleFunction<SafeQueueSnapshot> value) {
			return new Figure(name, description, "items", Tags.empty(),
					(queue) -> value.applyAsDouble(queue.snapshot()));
		}

		static Figure diagnosed(String name, String description, String unit,
				ToDoubleFunction<SafeQueueDiagnostics> value) {
			return new Figure(name, description, unit, Tags.empty(),
					(queue) -> (queue instanceof SafeQueueDiagnostics diagnostics) ? value.applyAsDouble(diagnostics)
							: Double.NaN);
		}

		Figure tagged(String key, String value) {
			return new Figure(this.name, this.description, this.unit, Tags.of(key, value), this.value);
		}

		double read(SafeQueue<?> queue) {
			return this.value.applyAsDouble(queue);
		}

	}

}
