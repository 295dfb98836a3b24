/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of results, written as JSON and as Markdown into the folder {@code benchmark}.
 */
public final class Results {

	private static final Path FOLDER = Path.of("benchmark");

	private final String name;

	private final List<Map<String, Object>> rows = new ArrayList<>();

	private final StringBuilder markdown = new StringBuilder();

	public Results(String name) {
		this.name = name;
		text("<!-- JDK %s, %d processors -->".formatted(Runtime.version(), Runtime.getRuntime().availableProcessors()));
	}

	/** Add a row to the JSON: names and values in turn. */
	public void row(Object... namesAndValues) {
		Map<String, Object> row = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			row.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		this.rows.add(row);
	}

	/** Add a line to the Markdown. */
	public void text(String line) {
		this.markdown.append(line).append('\n');
	}

	/** Add a row to a table of the Markdown. */
	public void cells(Object... cells) {
		text(List.of(cells).stream().map(Results::cell).collect(Collectors.joining(" | ", "| ", " |")));
	}

	/** Begin a table of the Markdown. */
	public void head(Object... cells) {
		text("");
		cells(cells);
		text("|---".repeat(cells.length) + "|");
	}

	private static String cell(Object value) {
		if (value instanceof Double number) {
			return String.format(Locale.ROOT, (Math.abs(number) < 10) ? "%.2f" : "%.1f", number);
		}
		return String.valueOf(value);
	}

	public void write() throws IOException {
		System.out.println(this.markdown);
		Files.createDirectories(FOLDER);
		Files.writeString(FOLDER.resolve(this.name + ".md"), this.markdown);
		Files.writeString(FOLDER.resolve(this.name + ".json"), json());
	}

	private String json() {
		return this.rows.stream()
			.map((row) -> row.entrySet()
				.stream()
				.map((field) -> "\"%s\": %s".formatted(field.getKey(), json(field.getValue())))
				.collect(Collectors.joining(", ", "  {", "}")))
			.collect(Collectors.joining(",\n", "[\n", "\n]\n"));
	}

	private static String json(Object value) {
		if (value instanceof Double number) {
			return String.format(Locale.ROOT, "%.4f", number);
		}
		return (value instanceof Number) ? value.toString() : "\"" + value + "\"";
	}

}
