/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

import io.micrometer.core.instrument.MeterRegistry;

import io.github.safequeue.SafeQueue;

/**
 * Which queues are measured in which meter registries, in the whole JVM: a registry may
 * be shared by contexts that know nothing of each other. Keeps neither registries nor
 * queues alive. Any thread.
 */
final class MeasuredQueues {

	private static final Map<MeterRegistry, Map<String, QueuesOfOneName>> MEASURED = new WeakHashMap<>();

	private MeasuredQueues() {
	}

	/**
	 * Measure a queue, by the meters that there are if another one has its name.
	 * @param registry where
	 * @param queue the queue
	 */
	static void add(MeterRegistry registry, SafeQueue<?> queue) {
		synchronized (MEASURED) {
			QueuesOfOneName queues = MEASURED.computeIfAbsent(registry, (key) -> new TreeMap<>())
				.computeIfAbsent(queue.name(), (name) -> new QueuesOfOneName());
			queues.add(queue);
			queues.register(registry, queue);
		}
	}

	/**
	 * Read a queue's counters for the last time. The meters of its name stay.
	 * @param registry where it is measured
	 * @param queue the queue
	 */
	static void finish(MeterRegistry registry, SafeQueue<?> queue) {
		synchronized (MEASURED) {
			QueuesOfOneName queues = MEASURED.getOrDefault(registry, Map.of()).get(queue.name());
			if (queues != null) {
				queues.remove(queue);
			}
		}
	}

	/**
	 * Measure a queue no more, and remove the meters that no queue is left for.
	 * @param registry where it is measured
	 * @param queue the queue
	 * @return whether the meters were removed
	 */
	static boolean remove(MeterRegistry registry, SafeQueue<?> queue) {
		synchronized (MEASURED) {
			Map<String, QueuesOfOneName> byName = MEASURED.getOrDefault(registry, Map.of());
			QueuesOfOneName queues = byName.get(queue.name());
			if (queues == null || !queues.remove(queue)) {
				return false;
			}
			byName.remove(queue.name());
			QueuesOfOneName.unregister(registry, queue.name());
			return true;
		}
	}

}
