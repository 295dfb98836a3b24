/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;

/**
 * Limits how many lines a minute report dead letters, and counts the items that the
 * others would have reported. Any thread.
 */
final class LineLimit {

	static final int LINES = 100;

	static final long MINUTE_NANOS = 60_000_000_000L;

	private int lines = LINES;

	private long leftOut;

	private long start = System.nanoTime() - MINUTE_NANOS;

	/**
	 * Ask for a line.
	 * @param items how many items it reports
	 * @param needed whether to write it in any case
	 * @param now the time
	 * @return what to say at its end, or {@code null} if it is left out
	 */
	synchronized @Nullable String next(int items, boolean needed, long now) {
		if (now - this.start >= MINUTE_NANOS) {
			this.start = now;
			this.lines = 0;
		}
		if (this.lines >= LINES && !needed) {
			this.leftOut += items;
			return null;
		}
		this.lines++;
		String before = (this.leftOut > 0) ? "; before it %d more items, not logged".formatted(this.leftOut) : "";
		this.leftOut = 0;
		return before + ((this.lines == LINES) ? "; more of them are only counted until the minute is over" : "");
	}

}
