/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reports the figures of a variant to the JVM that started its JVM, each changed figure
 * on a line of its own. Any thread.
 */
final class Progress {

	/** What such a line begins with. */
	static final String PREFIX = "comparison> ";

	/** The figure that says how far a variant is. */
	static final String DONE = "done";

	/** The figure that says how far a variant has to get. */
	static final String TOTAL = "total";

	/** The figure that says that a variant has ended. */
	static final String ENDED = "ended";

	private final PrintStream out;

	private final Map<String, Supplier<?>> figures = new LinkedHashMap<>();

	private final Map<String, String> reported = new HashMap<>();

	Progress(PrintStream out) {
		this.out = out;
	}

	/**
	 * Have steps counted. While they go on, the variant is not stuck.
	 * @param total how many there are to do
	 * @param done how many are done
	 */
	void steps(long total, LongSupplier done) {
		show(TOTAL, () -> total);
		show(DONE, () -> Math.min(total, done.getAsLong()));
	}

	/**
	 * Have a figure reported.
	 * @param figure its name, without a blank
	 * @param value its value at the moment
	 */
	synchronized void show(String figure, Supplier<?> value) {
		this.figures.put(figure, value);
	}

	/** Report the figures that have changed. */
	synchronized void report() {
		this.figures.forEach((figure, supplier) -> {
			String value = String.valueOf(supplier.get());
			if (!value.equals(this.reported.put(figure, value))) {
				this.out.println(PREFIX + figure + " " + value);
			}
		});
		this.out.flush();
	}

}
