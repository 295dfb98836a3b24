/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.queue;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.ApplicationContext;

import io.github.safequeue.health.SafeQueuesHealthIndicator;

/**
 * Reads all meters and the health of all queues each second, as a monitoring system does.
 */
final class Scraper implements Runnable {

	private final MeterRegistry meters;

	private final SafeQueuesHealthIndicator health;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	private volatile double sum;

	Scraper(ApplicationContext context) {
		this.meters = context.getBean(MeterRegistry.class);
		this.health = context.getBean(SafeQueuesHealthIndicator.class);
		run();
		if (this.sum == 0) {
			throw new IllegalStateException("There is nothing to read");
		}
		this.executor.scheduleAtFixedRate(this, 1, 1, TimeUnit.SECONDS);
	}

	@Override
	public void run() {
		double sum = this.health.health().getDetails().size();
		for (Meter meter : this.meters.getMeters()) {
			for (Measurement measurement : meter.measure()) {
				sum += measurement.getValue();
			}
		}
		this.sum = sum;
	}

	void close() {
		this.executor.shutdownNow();
	}

}
