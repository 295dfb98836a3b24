/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.Map;

/**
 * Starts contenders.
 */
public interface ContenderFactory {

	/**
	 * Start a contender.
	 * @param capacity how many items may wait
	 * @param arrivals the handler
	 * @param settings names and values that differ from the defaults
	 * @return the contender
	 */
	Contender start(int capacity, Arrivals arrivals, Map<String, String> settings);

}
