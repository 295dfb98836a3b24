/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;

/**
 * What a scenario measured.
 *
 * @param table the figures, side by side
 * @param others the figure that matters most, of what SafeQueue is compared with
 * @param safeQueue the same figure of SafeQueue
 * @param violations the guarantees that SafeQueue violated, empty if it met all
 */
public record ScenarioResult(ResultTable table, String others, String safeQueue, List<String> violations) {

	public ScenarioResult {
		violations = List.copyOf(violations);
	}

	/**
	 * Return whether SafeQueue met every guarantee.
	 * @return whether no guarantee was violated
	 */
	public boolean passed() {
		return this.violations.isEmpty();
	}

}
