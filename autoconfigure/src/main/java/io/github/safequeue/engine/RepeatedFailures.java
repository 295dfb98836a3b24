/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Knows which failures of a queue were logged with their stack trace in the last minute:
 * in an outage each item fails in the same way. Any thread.
 */
final class RepeatedFailures {

	static final long MINUTE_NANOS = 60_000_000_000L;

	private static final int MOST_KINDS = 100;

	/** When each kind was logged last. */
	private final Map<Integer, Long> logged = new ConcurrentHashMap<>();

	/** Return whether a failure is the first of its kind for a minute. */
	boolean isFirst(Throwable failure) {
		return isFirst(failure, System.nanoTime());
	}

	boolean isFirst(Throwable failure, long now) {
		Integer kind = kind(failure);
		Long before = this.logged.get(kind);
		if (before != null && now - before < MINUTE_NANOS) {
			return false;
		}
		if (this.logged.size() >= MOST_KINDS) {
			this.logged.clear();
		}
		this.logged.put(kind, now);
		return true;
	}

	/** Log a failure unless it was logged in the last minute. */
	void log(QueueSettings settings, EngineLog.Trouble trouble, Throwable failure) {
		boolean first = true;
		try {
			first = isFirst(failure);
		}
		catch (Throwable ex) {
			// No memory, or a failure that does not show its stack: logged each time.
		}
		if (first) {
			settings.log().error(trouble, settings.name(), failure);
		}
	}

	/** Failures of one kind have the same types and stack traces, causes included. */
	private static int kind(Throwable failure) {
		int kind = 0;
		@Nullable Throwable cause = failure;
		for (int depth = 0; cause != null && depth < MOST_KINDS; depth++) {
			kind = 31 * kind + cause.getClass().hashCode();
			kind = 31 * kind + Arrays.hashCode(cause.getStackTrace());
			cause = cause.getCause();
		}
		return kind;
	}

}
