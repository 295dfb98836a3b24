/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is logged of a failure whose message may quote an item: its type, its stack trace
 * and its causes. Any thread.
 */
final class FailureWithoutMessage extends Throwable {

	private static final long serialVersionUID = 1L;

	/** Causes may go around in a circle. */
	private static final int MOST_CAUSES = 20;

	private FailureWithoutMessage(String type, @Nullable Throwable cause, StackTraceElement[] stack) {
		super(type, cause, false, true);
		setStackTrace(stack);
	}

	/** Return what can be logged of a failure, whatever its own methods do. */
	static Throwable of(Throwable failure) {
		return of(failure, MOST_CAUSES);
	}

	private static Throwable of(Throwable failure, int causes) {
		String type = failure.getClass().getName();
		try {
			Throwable cause = (causes > 0) ? failure.getCause() : null;
			return new FailureWithoutMessage(type, (cause != null) ? of(cause, causes - 1) : null,
					failure.getStackTrace());
		}
		catch (RuntimeException | StackOverflowError ex) {
			return new FailureWithoutMessage(type, null, new StackTraceElement[0]);
		}
	}

}
