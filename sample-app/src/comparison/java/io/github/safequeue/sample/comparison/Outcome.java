/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.Locale;
import java.util.Map;

/**
 * The figures that a variant reported before it ended or was stopped.
 *
 * @param figures the last value of each figure
 */
record Outcome(Map<String, String> figures) {

	Outcome {
		figures = Map.copyOf(figures);
	}

	long count(String figure) {
		return Long.parseLong(this.figures.getOrDefault(figure, "0"));
	}

	/** Return a number as the tables show it. */
	String number(String figure) {
		return this.figures.containsKey(figure) ? format(count(figure)) : text(figure);
	}

	/** Return a text as the tables show it. */
	String text(String figure) {
		return this.figures.getOrDefault(figure, "not measured");
	}

	long done() {
		return count(Progress.DONE);
	}

	long total() {
		return count(Progress.TOTAL);
	}

	boolean ended() {
		return this.figures.containsKey(Progress.ENDED);
	}

	/** Return how far the variant came, in words. */
	String progress() {
		String steps = format(done()) + " of " + format(total());
		return (ended() && done() >= total()) ? steps : "stopped after " + steps;
	}

	static String format(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
