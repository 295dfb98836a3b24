/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import ch.qos.logback.core.spi.ContextAware;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.QueueLog;

/**
 * Writes what the queue has to say to Logback's status, since a line in the log would
 * come back to the queue.
 *
 * @param target the appender
 */
record StatusLog(ContextAware target) implements QueueLog {

	@Override
	public void info(String message) {
		this.target.addInfo(message);
	}

	@Override
	public void warn(String message) {
		this.target.addWarn(message);
	}

	@Override
	public void error(String message, @Nullable Throwable cause) {
		if (cause != null) {
			this.target.addError(message, cause);
		}
		else {
			this.target.addError(message);
		}
	}

}
