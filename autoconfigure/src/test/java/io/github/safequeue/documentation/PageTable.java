/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table of a page. An empty first cell repeats that of the row above.
 *
 * @param rows the cells of each row, by the headings of their columns
 */
record PageTable(List<Map<String, String>> rows) {

	/**
	 * Return the first table below a heading.
	 * @param page the page
	 * @param heading the heading, as it stands in the page
	 * @return the table
	 */
	static PageTable below(Page page, String heading) {
		List<String> prose = page.prose();
		int start = prose.indexOf(heading);
		if (start < 0) {
			throw new IllegalStateException("No heading '%s' in %s".formatted(heading, page));
		}
		List<List<String>> lines = prose.subList(start, prose.size())
			.stream()
			.dropWhile((line) -> !line.startsWith("|"))
			.takeWhile((line) -> line.startsWith("|"))
			.map(PageTable::cells)
			.toList();
		List<Map<String, String>> rows = new ArrayList<>();
		String first = "";
		for (List<String> line : lines.subList(2, lines.size())) {
			Map<String, String> row = new LinkedHashMap<>();
			for (int i = 0; i < line.size(); i++) {
				row.put(lines.get(0).get(i), line.get(i));
			}
			first = line.get(0).isEmpty() ? first : line.get(0);
			row.put(lines.get(0).get(0), first);
			rows.add(row);
		}
		return new PageTable(rows);
	}

	private static List<String> cells(String line) {
		return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).map(String::strip).toList();
	}

}
