/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tables and examples of {@code docs/configuration.md}.
 */
final class DocumentedKeys {

	private static final Pattern ROW = Pattern
		.compile("\\| `(?<key>[^`]+)` \\| (?<meaning>[^|]+) \\| (?<value>[^|]+) \\| `(?<example>[^`]+)` \\|");

	private static final String DEFAULTS = "safequeue.defaults.";

	private static final String QUEUE = "safequeue.queues.<name>.";

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private final String text;

	DocumentedKeys() {
		try {
			this.text = Files.readString(Path.of("..", "docs", "configuration.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the rows of all tables. A key without a prefix exists for all queues and for
	 * one.
	 * @return the rows, by their keys
	 */
	Map<String, Row> rows() {
		Map<String, Row> rows = new TreeMap<>();
		ROW.matcher(this.text).results().forEach((row) -> {
			String key = row.group(1);
			Row content = new Row(row.group(2), row.group(3).replace("`", ""), row.group(4));
			if (key.startsWith("safequeue.") || key.startsWith("management.")) {
				add(rows, key, content);
			}
			else {
				add(rows, DEFAULTS + key, content);
				add(rows, QUEUE + key, new Row(content.meaning(), DEFAULTS + key, content.example()));
			}
		});
		return rows;
	}

	private static void add(Map<String, Row> rows, String key, Row row) {
		if (rows.put(key, row) != null) {
			throw new IllegalStateException("Two rows: " + key);
		}
	}

	List<String> examples() {
		List<String> examples = new ArrayList<>();
		YAML.matcher(this.text).results().forEach((example) -> examples.add(example.group(1)));
		return examples;
	}

	/**
	 * A row of a table.
	 *
	 * @param meaning the first sentence of the description
	 * @param standard the default: a value, the key that gives it, or "none"
	 * @param example a value
	 */
	record Row(String meaning, String standard, String example) {

		/**
		 * Return the default value.
		 * @return the value, or {@code null} if the row names none or another key
		 */
		@Nullable String defaultValue() {
			return (this.standard.equals("none") || this.standard.matches("[a-z-]+\\..*")) ? null : this.standard;
		}

	}

}
