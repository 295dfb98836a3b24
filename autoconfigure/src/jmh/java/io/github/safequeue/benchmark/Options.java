/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The options of a program, given as {@code name=value} and, where several values are
 * possible, {@code name=value,value}.
 */
public final class Options {

	private final Map<String, String> values = new HashMap<>();

	public Options(String... args) {
		for (String arg : args) {
			int equals = arg.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("name=value expected, not " + arg);
			}
			this.values.put(arg.substring(0, equals), arg.substring(equals + 1));
		}
	}

	public String get(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	public int get(String name, int otherwise) {
		return Integer.parseInt(get(name, Integer.toString(otherwise)));
	}

	public List<String> all(String name, List<String> otherwise) {
		String value = this.values.get(name);
		return (value == null) ? otherwise : List.of(value.split(",", -1));
	}

	public int[] numbers(String name, String otherwise) {
		return Stream.of(get(name, otherwise).split(",", -1)).mapToInt(Integer::parseInt).toArray();
	}

}
