/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.health.LogBuffer;
import io.github.safequeue.logback.RootAppenders;

/**
 * Finds the log appenders on queues, those of the application's own configuration
 * included, where Logback is there. Any thread.
 */
final class LogAppenders {

	/** Whether Logback is on the class path. */
	static final boolean LOGBACK = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			LogAppenders.class.getClassLoader());

	private LogAppenders() {
	}

	/**
	 * Return the appenders that are started.
	 * @return their queues, and what they dropped
	 */
	static List<LogBuffer> buffers() {
		return LOGBACK ? Finder.buffers() : List.of();
	}

	/** Loaded where Logback is there. */
	private static final class Finder {

		private static List<LogBuffer> buffers() {
			List<LogBuffer> buffers = new ArrayList<>();
			RootAppenders.appenders().forEach((appender) -> {
				SafeQueue<?> queue = appender.queue();
				Map<String, Long> dropped = appender.getDropped();
				if (queue != null) {
					buffers.add(new LogBuffer(queue, dropped));
				}
			});
			return buffers;
		}

	}

}
