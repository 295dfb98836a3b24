package io.github.safequeue.sample.tale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of figures for the terminal: the first column names the figure, each further
 * one holds one contestant's.
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

}
