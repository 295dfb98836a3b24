/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Where a queue writes its own lines. Called by the queue's workers, its watchdog and the
 * thread that builds or closes it, several at a time, and never by submitters. What it
 * throws is ignored.
 *
 * @see SafeQueueBuilder#log(QueueLog)
 */
public interface QueueLog {

	/**
	 * Write a line on what happened.
	 * @param message the line
	 */
	void info(String message);

	/**
	 * Write a line on what may need attention.
	 * @param message the line
	 */
	void warn(String message);

	/**
	 * Write a line on what failed.
	 * @param message the line
	 * @param cause the cause, or {@code null} if there is none that can be printed
	 */
	void error(String message, @Nullable Throwable cause);

}
