/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table of figures for the terminal: the first column names the figure, each further
 * one holds the figures of one variant.
 *
 * @param header the titles of the columns, the first of which is empty
 * @param rows the rows, each as long as the header
 */
public record ResultTable(List<String> header, List<List<String>> rows) {

	public ResultTable {
		header = List.copyOf(header);
		rows = rows.stream().map(List::copyOf).toList();
	}

	/**
	 * Begin a table.
	 * @param variants what the figures are taken from, one per column
	 * @param titles the titles of their columns
	 * @param <V> the type of the variants
	 * @return a builder without rows
	 */
	static <V> Builder<V> of(List<V> variants, String... titles) {
		return new Builder<>(variants, List.of(titles));
	}

	/**
	 * Return the table as lines of equal width.
	 * @return the lines
	 */
	public List<String> lines() {
		List<Integer> widths = IntStream.range(0, this.header.size()).mapToObj(this::width).toList();
		List<String> lines = new ArrayList<>();
		lines.add(line(this.header, widths));
		lines.add("-".repeat(lines.get(0).length()));
		this.rows.forEach((row) -> lines.add(line(row, widths)));
		return lines;
	}

	private int width(int column) {
		int header = this.header.get(column).length();
		return this.rows.stream().mapToInt((row) -> row.get(column).length()).reduce(header, Math::max);
	}

	private static String line(List<String> cells, List<Integer> widths) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < cells.size(); column++) {
			String padding = " ".repeat(widths.get(column) - cells.get(column).length());
			line.append((column == 0) ? cells.get(0) + padding : "   " + padding + cells.get(column));
		}
		return line.toString();
	}

	/**
	 * Collects rows. Used by one thread.
	 *
	 * @param <V> the type of the variants
	 */
	static final class Builder<V> {

		private final List<V> variants;

		private final List<String> header = new ArrayList<>(List.of(""));

		private final List<List<String>> rows = new ArrayList<>();

		private Builder(List<V> variants, List<String> titles) {
			this.variants = variants;
			this.header.addAll(titles);
		}

		Builder<V> row(String name, Function<V, ?> figure) {
			List<String> row = new ArrayList<>(List.of(name));
			this.variants.forEach((variant) -> row.add(String.valueOf(figure.apply(variant))));
			this.rows.add(row);
			return this;
		}

		ResultTable build() {
			return new ResultTable(this.header, this.rows);
		}

	}

}
