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

	private static final Pattern ROW = Pattern.compile(
			"\\| `(?<key>(?:safequeue|management)[^`]*)` \\| (?<meaning>[^|]+) \\| (?<value>[^|]+) \\| `(?<example>[^`]+)` \\|");

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

	Map<String, Row> rows() {
		Map<String, Row> rows = new TreeMap<>();
		ROW.matcher(this.text).results().forEach((row) -> {
			Row previous = rows.put(row.group(1), new Row(row.group(2), row.group(3).replace("`", ""), row.group(4)));
			if (previous != null) {
				throw new IllegalStateException("Two rows: " + row.group(1));
			}
		});
		return rows;
	}

	List<String> examples() {
		List<String> examples = new ArrayList<>();
		YAML.matcher(this.text).results().forEach((example) -> examples.add(example.group(1)));
		return examples;
	}

	/**
	 * A row of a table.
	 *
	 * @param meaning the description
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
