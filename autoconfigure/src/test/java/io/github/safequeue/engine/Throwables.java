/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

/**
 * Throwables that are hard to deal with, and how to throw them.
 */
final class Throwables {

	/** Thrown by all, again and again. */
	@SuppressWarnings("StaticAssignmentOfThrowable") // that is the point
	static final IllegalStateException SAME = new IllegalStateException("always the same");

	private Throwables() {
	}

	/** Throw anything without declaring it. */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester" })
	static <E extends Throwable> void sneak(Throwable throwable) throws E {
		throw (E) throwable;
	}

	static Thread helper(Runnable task) {
		Thread helper = new Thread(task, "helper of a handler");
		helper.setDaemon(true);
		helper.start();
		return helper;
	}

	/** Whatever it is asked, it throws. */
	@SuppressWarnings("serial")
	static final class Unprintable extends Throwable {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

		@Override
		public String getLocalizedMessage() {
			throw new AssertionError("no message");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no cause");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new NoClassDefFoundError("no stack");
		}

		@Override
		public String toString() {
			throw new StackOverflowError("no text");
		}

		@Override
		public int hashCode() {
			throw new IllegalStateException("no hash");
		}

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("not equal");
		}

	}

}
