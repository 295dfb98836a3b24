/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All orders of some elements, such as beans that can be defined in any order.
 */
public final class Permutations {

	private Permutations() {
	}

	public static Stream<List<String>> of(String... names) {
		return of(List.of(names));
	}

	public static <T> Stream<List<T>> of(List<T> elements) {
		if (elements.isEmpty()) {
			return Stream.of(List.of());
		}
		return elements.stream().flatMap((first) -> {
			List<T> rest = new ArrayList<>(elements);
			rest.remove(first);
			return of(rest).map((order) -> Stream.concat(Stream.of(first), order.stream()).toList());
		});
	}

}
