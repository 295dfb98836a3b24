/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes JSON for readers: indented, and of a stack the innermost frame and those of the
 * application only.
 */
final class Json {

	private static final String APPLICATION = Json.class.getPackageName() + ".";

	private Json() {
	}

	static String pretty(Object value) {
		return write(value, "\n");
	}

	private static String write(Object value, String newLine) {
		String inner = newLine + "  ";
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> inner + "\"" + entry.getKey() + "\": "
						+ write(entry.getKey().equals("stack") ? cut((List<?>) entry.getValue()) : entry.getValue(),
								inner))
				.collect(Collectors.joining(",", "{", newLine + "}"));
		}
		if (value instanceof List<?> list) {
			return list.stream()
				.map((entry) -> inner + write(entry, inner))
				.collect(Collectors.joining(",", "[", newLine + "]"));
		}
		return (value instanceof String) ? "\"" + value + "\"" : String.valueOf(value);
	}

	private static List<?> cut(List<?> stack) {
		List<Object> cut = new ArrayList<>();
		for (Object frame : stack) {
			if (cut.isEmpty() || isOfTheApplication(frame.toString())) {
				cut.add(frame);
			}
			else if (!cut.get(cut.size() - 1).equals("...")) {
				cut.add("...");
			}
		}
		return cut;
	}

	private static boolean isOfTheApplication(String frame) {
		return frame.contains(APPLICATION) && !frame.contains("$$");
	}

}
