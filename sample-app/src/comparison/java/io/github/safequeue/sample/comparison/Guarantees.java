/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares what is guaranteed with what was measured. Used by one thread.
 */
final class Guarantees {

	private final List<String> violations = new ArrayList<>();

	Guarantees expect(String what, long expected, long measured) {
		if (expected != measured) {
			this.violations.add(String.format(Locale.ROOT, "%s: %,d expected, %,d measured", what, expected, measured));
		}
		return this;
	}

	List<String> violations() {
		return List.copyOf(this.violations);
	}

}
