/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.health.LogBuffer;

/**
 * The meters of log appenders on queues, summed up. None where there is no such appender.
 */
final class LogAppenderMeters implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		if (LogAppenders.buffers().isEmpty()) {
			return;
		}
		for (String level : new String[] { "trace", "debug", "info", "warn", "error" }) {
			FunctionCounter.builder("safequeue.logging.dropped", this, (meters) -> dropped(level))
				.description("Log events that were dropped")
				.baseUnit("events")
				.tag("level", level)
				.register(registry);
		}
		counter(registry, "safequeue.logging.written", "Log events that were written", SafeQueueSnapshot::handled);
		counter(registry, "safequeue.logging.failed", "Log events that an appender failed to write",
				SafeQueueSnapshot::failed);
		gauge(registry, "safequeue.logging.size", "Log events that wait", SafeQueueSnapshot::size);
		gauge(registry, "safequeue.logging.capacity", "Log events that may wait", SafeQueueSnapshot::capacity);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToDoubleFunction<SafeQueueSnapshot> value) {
		FunctionCounter.builder(name, this, (meters) -> sum(value))
			.description(description)
			.baseUnit("events")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description,
			ToDoubleFunction<SafeQueueSnapshot> value) {
		Gauge.builder(name, this, (meters) -> sum(value))
			.description(description)
			.baseUnit("events")
			.register(registry);
	}

	private static double sum(ToDoubleFunction<SafeQueueSnapshot> value) {
		return LogAppenders.buffers().stream().map((buffer) -> buffer.queue().snapshot()).mapToDouble(value).sum();
	}

	private static double dropped(String level) {
		return LogAppenders.buffers()
			.stream()
			.map(LogBuffer::dropped)
			.mapToLong((dropped) -> dropped.getOrDefault(level.toUpperCase(Locale.ROOT), 0L))
			.sum();
	}

}
