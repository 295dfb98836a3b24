/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;

/**
 * How many events were dropped, by level. Any thread; counting takes no lock and
 * allocates nothing.
 */
final class DropCounts {

	private static final List<Level> LEVELS = List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

	private static final int MAX_STRIPES = 8;

	/** How far stripes are apart: two cache lines. */
	private static final int STRIDE = 16;

	/** As many as can be written at the same time, a power of two. */
	private final int stripes = Math.min(MAX_STRIPES,
			Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

	/** The first stride keeps the stripes off the array's length. */
	private final AtomicLongArray counts = new AtomicLongArray((this.stripes + 1) * STRIDE);

	/**
	 * Count a dropped event.
	 * @param level its level
	 * @param caller the number of the thread that counts: threads with numbers in a row
	 * do not write the same cache line
	 */
	void count(Level level, int caller) {
		int stripe = 1 + (caller & (this.stripes - 1));
		this.counts.getAndIncrement(stripe * STRIDE + indexOf(level));
	}

	long of(Level level) {
		return of(indexOf(level));
	}

	private long of(int level) {
		long count = 0;
		for (int stripe = 1; stripe <= this.stripes; stripe++) {
			count += this.counts.get(stripe * STRIDE + level);
		}
		return count;
	}

	long total() {
		long total = 0;
		for (int level = 0; level < LEVELS.size(); level++) {
			total += of(level);
		}
		return total;
	}

	Map<String, Long> byLevel() {
		Map<String, Long> byLevel = new LinkedHashMap<>();
		LEVELS.forEach((level) -> byLevel.put(level.levelStr, of(level)));
		return byLevel;
	}

	/**
	 * Put counts into words.
	 * @param byLevel counts by the level's name
	 * @return the levels with a count above zero, each with its count
	 */
	static String inWords(Map<String, Long> byLevel) {
		return byLevel.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.map((entry) -> entry.getKey() + " " + entry.getValue())
			.collect(Collectors.joining(", "));
	}

	/** The standard level at or below; whatever is below TRACE counts as TRACE. */
	private static int indexOf(Level level) {
		int index = LEVELS.size() - 1;
		while (index > 0 && level.levelInt < LEVELS.get(index).levelInt) {
			index--;
		}
		return index;
	}

}
