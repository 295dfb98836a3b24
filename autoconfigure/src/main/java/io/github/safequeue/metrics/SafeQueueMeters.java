/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Registers the meters of a context's queues, tagged with the queue's name. The meters
 * refer to the queues weakly: a registry that outlives a context does not keep the
 * context's queues. Queues of one name in contexts that share a registry add up in one
 * meter: counters and gauges are summed up, of times the longest counts. A queue with a
 * store has its meters for the side that calls the handler, others for the side that
 * writes, and one for the store. May be called by any thread.
 */
public final class SafeQueueMeters {

	private final SafeQueueRegistry queues;

	private final @Nullable MicrometerWorkTimings timings;

	/** Each registry with whether it goes on when the context ends. */
	private final Map<MeterRegistry, Boolean> registries = new LinkedHashMap<>();

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
	 * Register the meters of all queues, and from now on those of queues that are added,
	 * in a registry of the same context.
	 * @param registry where to register them
	 */
	public void bindTo(MeterRegistry registry) {
		bindTo(registry, false);
	}

	/**
	 * Register the meters of all queues, and from now on those of queues that are added.
	 * @param registry where to register them
	 * @param shared whether the registry is that of another context, and goes on when
	 * this one ends
	 */
	public synchronized void bindTo(MeterRegistry registry, boolean shared) {
		this.registries.put(registry, shared);
		if (this.timings != null) {
			this.timings.bindTo(registry);
		}
		this.queues.all().forEach((queue) -> add(registry, queue));
	}

	/**
	 * Register the meters of a queue that was not there when the meters were bound. Does
	 * nothing before that and for a queue that has its meters.
	 * @param queue the queue
	 */
	public synchronized void add(SafeQueue<?> queue) {
		this.registries.keySet().forEach((registry) -> add(registry, queue));
	}

	private void add(MeterRegistry registry, SafeQueue<?> queue) {
		MeasuredQueues.add(registry, queue);
		if (this.timings != null && QueueSide.HANDLING.isOf(queue)) {
			this.timings.register(queue.name());
		}
	}

	/**
	 * Remove the meters of a queue that is closed for good. Where another queue of its
	 * name is measured, the meters stay, and the counters keep what this one has counted.
	 * @param queue the queue
	 */
	public synchronized void remove(SafeQueue<?> queue) {
		remove(queue, List.copyOf(this.registries.keySet()));
	}

	/**
	 * The context ends: as {@link #remove} in registries of other contexts. In its own
	 * the counters keep their last values.
	 * @param queue a queue of the context, closed
	 */
	public synchronized void finish(SafeQueue<?> queue) {
		List<MeterRegistry> shared = new ArrayList<>();
		this.registries.forEach((registry, isShared) -> {
			if (isShared) {
				shared.add(registry);
			}
			else {
				MeasuredQueues.finish(registry, queue);
			}
		});
		remove(queue, shared);
	}

	private void remove(SafeQueue<?> queue, List<MeterRegistry> registries) {
		List<MeterRegistry> left = registries.stream()
			.filter((registry) -> MeasuredQueues.remove(registry, queue))
			.toList();
		if (this.timings != null && !registries.isEmpty()) {
			SafeQueueSnapshot handling = QueueSide.HANDLING.snapshot(queue);
			this.timings.remove(queue.name(), left, handling != null && handling.inFlight() > 0);
		}
	}

}
