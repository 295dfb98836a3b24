/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueue;

/**
 * The log of a queue. Never called by submitters. Does not throw, whatever is left of the
 * stack and the heap: messages are formatted in here, and a throwable that cannot be
 * printed is named by its class. Loaded with the first queue, since a class whose
 * initialization fails for lack of either is lost for good.
 *
 * @param target writes the lines
 */
record EngineLog(QueueLog target) implements QueueLog {

	/**
	 * Return the log of all queues that were not given one of their own.
	 */
	static EngineLog standard() {
		return Standard.log;
	}

	boolean isStandard() {
		return this.target instanceof Standard;
	}

	static void ensure() {
		Trouble.values();
	}

	@Override
	public void info(String message) {
		try {
			this.target.info(message);
		}
		catch (Throwable ex) {
			// Nothing is left to report it to.
		}
	}

	@Override
	public void warn(String message) {
		try {
			this.target.warn(message);
		}
		catch (Throwable ex) {
			// Nothing is left to report it to.
		}
	}

	/** Log an error. Needs neither stack nor memory before it catches what lacks. */
	void error(Trouble trouble, String queue, Throwable cause) {
		try {
			error(trouble.format.formatted(queue), cause);
		}
		catch (Throwable ex) {
			// Nothing is left to report it to.
		}
	}

	@Override
	public void error(String message, @Nullable Throwable cause) {
		try {
			this.target.error(message, cause);
		}
		catch (Throwable ex) {
			try {
				String name = (cause != null) ? cause.getClass().getName() : "no cause";
				this.target.error(message + " (" + name + ", which cannot be printed)", null);
			}
			catch (Throwable again) {
				// Nothing is left to report it to.
			}
		}
	}

	/**
	 * What may happen where there is no memory, not even for a literal.
	 */
	enum Trouble {

		COMPLETION("completing a future failed"),

		RETRY_POLICY("the retry policy failed; what failed is not tried again"),

		DEAD_LETTER("the dead-letter handler failed; what it was given is counted as failed"),

		FAILED("items failed for the last time, and there is no memory to say more"),

		UNDELIVERED("the handler of undelivered work failed; what it was given stays counted as undelivered"),

		TIMINGS("recording times failed; further failures are not logged"),

		CONTEXT("carrying the context of a submitter failed; its item goes on without; further failures are not logged"),

		OBSERVATION("observing a handler call failed; further failures are not logged"),

		EVENT("a listener of its events failed"),

		WATCHDOG("the watchdog failed and goes on"),

		START("its workers could not be started to drain it");

		private final String format;

		Trouble(String what) {
			this.format = "Queue '%s': " + what;
		}

	}

	/**
	 * The logger of the application. In a class of its own: a queue with a log of its own
	 * does not need it.
	 *
	 * @param logger the logger
	 */
	private record Standard(Log logger) implements QueueLog {

		private static final EngineLog log = new EngineLog(new Standard(LogFactory.getLog(SafeQueue.class)));

		@Override
		public void info(String message) {
			this.logger.info(message);
		}

		@Override
		public void warn(String message) {
			this.logger.warn(message);
		}

		@Override
		public void error(String message, @Nullable Throwable cause) {
			this.logger.error(message, cause);
		}

	}

}
