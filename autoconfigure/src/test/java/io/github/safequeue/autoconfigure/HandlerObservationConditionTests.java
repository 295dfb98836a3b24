/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When handler calls are observed, and what of: a span each, and no second timer.
 */
class HandlerObservationConditionTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeQueueObservationAutoConfiguration.class,
				SafeQueueMetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class));

	@Test
	void callsAreNotObservedWithoutATracer() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ObservationRegistry.class)
			.doesNotHaveBean(WorkObserver.class));
	}

	@Test
	void callsAreObservedWithATracer() {
		this.runner.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasSingleBean(WorkObserver.class));
	}

	@Test
	void bootsPlaceholderForATracerDoesNotCount() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(NoopTracerAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(Tracer.class).doesNotHaveBean(WorkObserver.class));
	}

	@Test
	void aPropertyTurnsThemOffDespiteATracer() {
		this.runner.withBean(Tracer.class, () -> Tracer.NOOP)
			.withPropertyValues("safequeue.observations.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkObserver.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing", "org.springframework.boot.micrometer.tracing" })
	void aPropertyTurnsThemOnWithoutATracer(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.withPropertyValues("safequeue.observations.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(WorkObserver.class));
	}

	@Test
	void anObservedCallIsTimedOnce() {
		this.runner.withBean(Orders.class).withPropertyValues("safequeue.observations.enabled=true").run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("safequeue.handling").tag("queue", "orders").timer().count()).isEqualTo(1);
			assertThat(meters.getMeters()).noneMatch((meter) -> meter.getId().getName().startsWith("safequeue.handle."))
				.noneMatch((meter) -> meter.getId().getName().equals("safequeue.handle"));
		});
	}

	@Test
	void metersOfOtherObservationsAreMade() {
		this.runner.withPropertyValues("safequeue.observations.enabled=true").run((context) -> {
			Observation.createNotStarted("other", context.getBean(ObservationRegistry.class)).observe(() -> {
			});
			assertThat(context.getBean(MeterRegistry.class).find("other").timer()).isNotNull();
		});
	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(Object order) {
		}

	}

}
