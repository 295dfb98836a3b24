/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.safequeue.SafeQueue;

/**
 * Whether a queue's store can be reached, by the last access. Logs when that changes, by
 * types and SQL states only: messages of a store quote what is in it. Any thread.
 */
final class StoreAvailability {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final String queue;

	private final String type;

	private final Clock clock;

	private volatile State state;

	StoreAvailability(String queue, String type, Clock clock) {
		this.queue = queue;
		this.type = type;
		this.clock = clock;
		this.state = new State(true, clock.instant());
	}

	State state() {
		return this.state;
	}

	String type() {
		return this.type;
	}

	/** An access succeeded. */
	void succeeded() {
		State before = this.state;
		if (!before.available() && change(true)) {
			logger.info("Queue '%s': its store (%s) can be reached again, which it could not since %s"
				.formatted(this.queue, this.type, before.since()));
		}
	}

	/** An access failed. */
	void failed(Throwable failure) {
		if (this.state.available() && change(false)) {
			logger.warn(
					"Queue '%s': its store (%s) cannot be reached: %s. Items wait in memory up to the capacity and are written when it can"
						.formatted(this.queue, this.type, describe(failure)));
		}
	}

	private synchronized boolean change(boolean available) {
		if (this.state.available() == available) {
			return false;
		}
		this.state = new State(available, this.clock.instant());
		return true;
	}

	/** The type of a failure and its SQL state, where it has one. */
	static String describe(Throwable failure) {
		StringBuilder description = new StringBuilder(failure.getClass().getName());
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < 20; depth++) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null) {
				return description.append(", SQL state ").append(sql.getSQLState()).toString();
			}
			cause = cause.getCause();
		}
		return description.toString();
	}

	/**
	 * Whether the store can be reached.
	 *
	 * @param available whether it can
	 * @param since since when that is so
	 */
	record State(boolean available, Instant since) {
	}

}
