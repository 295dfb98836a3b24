/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * The middle of what was measured, and where most of it lies.
 *
 * @param low a tenth is below
 * @param median half is below
 * @param high a tenth is above
 */
public record Range(double low, double median, double high) {

	public static Range of(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return new Range(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
	}

	/** A value between the two nearest ones where none is there exactly. */
	private static double at(double[] sorted, double part) {
		double place = part * (sorted.length - 1);
		int below = (int) place;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	public static long percentile(long[] values, double part) {
		long[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length))];
	}

	public String inWords() {
		return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", this.median, this.low, this.high);
	}

}
