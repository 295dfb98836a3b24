/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What a timer has taken so far. Two readings give the mean of the time between.
 *
 * @param count how many times it took
 * @param totalMillis their sum
 * @param maxMillis the longest of the last minutes
 */
record Times(long count, double totalMillis, double maxMillis) {

	private static final Times NONE = new Times(0, 0, 0);

	static Times of(MeterRegistry meters, String name, String queue) {
		Timer timer = meters.find(name).tag("queue", queue).timer();
		return (timer != null)
				? new Times(timer.count(), timer.totalTime(TimeUnit.MILLISECONDS), timer.max(TimeUnit.MILLISECONDS))
				: NONE;
	}

}
