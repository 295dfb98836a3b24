/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

/**
 * One scenario of the comparison. Each can be run by itself, by any thread, one at a
 * time.
 */
public interface Scenario {

	/**
	 * Return the word that selects the scenario.
	 * @return lower case letters and hyphens
	 */
	String id();

	/**
	 * Return what the scenario shows, in a few words.
	 * @return the title
	 */
	String title();

	/**
	 * Return what happens in the scenario.
	 * @return one sentence
	 */
	String description();

	/**
	 * Run the scenario.
	 * @return what was measured
	 */
	ScenarioResult run();

}
