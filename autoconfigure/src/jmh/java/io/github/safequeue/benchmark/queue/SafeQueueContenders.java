/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.safequeue.benchmark.Arrivals;
import io.github.safequeue.benchmark.Contender;
import io.github.safequeue.benchmark.ContenderFactory;

/**
 * Starts queues of the build of the library that this class is loaded with. The settings
 * are properties of the queue, and of the benchmark: {@code keys} (how many different
 * ones the items have), {@code call=submit} (in place of {@code offer}) and
 * {@code actuator=meters} or {@code actuator=all}.
 */
public final class SafeQueueContenders implements ContenderFactory {

	@Override
	public Contender start(int capacity, Arrivals arrivals, Map<String, String> settings) {
		Map<String, String> properties = new HashMap<>(settings);
		String actuator = Objects.requireNonNullElse(properties.remove("actuator"), "on");
		boolean futures = "submit".equals(properties.remove("call"));
		Object listener = new SafeQueueContender.Listener(arrivals);
		boolean keys = properties.remove("keys") != null;
		if (properties.containsKey("batch-size")) {
			listener = (keys) ? new SafeQueueContender.KeyBatchListener(arrivals)
					: new SafeQueueContender.BatchListener(arrivals);
		}
		else if (keys) {
			listener = new SafeQueueContender.KeyListener(arrivals);
		}
		properties.put("capacity", Integer.toString(capacity));
		return new SafeQueueContender(actuator, listener, futures, properties);
	}

}
