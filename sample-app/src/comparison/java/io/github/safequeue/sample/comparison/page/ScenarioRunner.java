/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.util.function.BooleanSupplier;

import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.ScenarioResult;

/**
 * Runs scenarios.
 */
@FunctionalInterface
interface ScenarioRunner {

	/**
	 * Run a scenario.
	 * @param scenario the scenario
	 * @param stopped whether to stop it
	 * @return what was measured
	 * @throws InterruptedException if it was stopped
	 */
	ScenarioResult run(Scenario scenario, BooleanSupplier stopped) throws InterruptedException;

}
