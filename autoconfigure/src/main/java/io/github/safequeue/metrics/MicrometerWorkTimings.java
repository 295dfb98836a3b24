/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkTimings;

/**
 * Feeds the timers {@code safequeue.handling} and {@code safequeue.waiting}. Holds no
 * queue and needs no meter registry to be created, so that queues can be built with it at
 * any time; what it receives before it is bound to a registry is not recorded.
 *
 * <p>
 * Called by workers of all queues, several at a time. Takes no lock once a queue's timers
 * exist, and throws nothing: where timers cannot be registered or fed, it logs that once
 * per queue and goes without them.
 */
public final class MicrometerWorkTimings implements WorkTimings {

	private static final Log logger = LogFactory.getLog(MicrometerWorkTimings.class);

	private static final String HANDLING = "safequeue.handling";

	private static final String WAITING = "safequeue.waiting";

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Map<String, Timers> timers = new ConcurrentHashMap<>();

	/**
	 * Record in a registry from now on.
	 * @param registry the registry
	 */
	void bindTo(MeterRegistry registry) {
		if (!this.registries.contains(registry)) {
			this.registries.add(registry);
			this.timers.clear();
		}
	}

	/**
	 * Register a queue's timers, so that they can be seen before the first item.
	 * @param queue the queue's name
	 */
	void register(String queue) {
		this.timers.remove(queue, Timers.NONE);
		timers(queue);
	}

	/**
	 * Remove the timers of a queue that is closed for good.
	 * @param queue the queue's name
	 * @param registries the registries that have no other queue of that name
	 * @param busy whether a handler of the queue is still running; its time is not
	 * recorded
	 */
	void remove(String queue, List<MeterRegistry> registries, boolean busy) {
		if (busy) {
			this.timers.put(queue, Timers.NONE);
		}
		else {
			this.timers.remove(queue);
		}
		for (MeterRegistry registry : registries) {
			registry.removeByPreFilterId(id(queue, HANDLING));
			registry.removeByPreFilterId(id(queue, WAITING));
		}
	}

	private static Meter.Id id(String queue, String name) {
		return new Meter.Id(name, Tags.of("queue", queue), null, null, Meter.Type.TIMER);
	}

	@Override
	public void handling(String queue, long nanos) {
		Timers timers = timers(queue);
		if (timers != null) {
			record(queue, timers.handling(), nanos);
		}
	}

	@Override
	public void waiting(String queue, long nanos) {
		Timers timers = timers(queue);
		if (timers != null) {
			record(queue, timers.waiting(), nanos);
		}
	}

	private void record(String queue, List<Timer> timers, long nanos) {
		try {
			for (Timer timer : timers) {
				timer.record(nanos, TimeUnit.NANOSECONDS);
			}
		}
		catch (RuntimeException ex) {
			this.timers.put(queue, giveUp(queue, ex));
		}
	}

	private @Nullable Timers timers(String queue) {
		Timers timers = this.timers.get(queue);
		if (timers == null && !this.registries.isEmpty()) {
			timers = this.timers.computeIfAbsent(queue, this::create);
		}
		return timers;
	}

	private Timers create(String queue) {
		try {
			return new Timers(
					this.registries.stream()
						.map((registry) -> timer(registry, queue, HANDLING,
								"Time in the handler, of short calls a sample"))
						.toList(),
					this.registries.stream()
						.map((registry) -> timer(registry, queue, WAITING,
								"Time from being accepted to the first handler call, sampled"))
						.toList());
		}
		catch (RuntimeException ex) {
			return giveUp(queue, ex);
		}
	}

	private static Timer timer(MeterRegistry registry, String queue, String name, String description) {
		return Timer.builder(name).description(description).tag("queue", queue).register(registry);
	}

	private static Timers giveUp(String queue, RuntimeException ex) {
		logger.warn("Queue '%s': its timers failed and are not fed any more; check the meter registry and its filters"
			.formatted(queue), ex);
		return Timers.NONE;
	}

	/**
	 * A queue's timers, one of each for each registry.
	 *
	 * @param handling take the times in the handler
	 * @param waiting take the times in the queue
	 */
	private record Timers(List<Timer> handling, List<Timer> waiting) {

		static final Timers NONE = new Timers(List.of(), List.of());

	}

}
