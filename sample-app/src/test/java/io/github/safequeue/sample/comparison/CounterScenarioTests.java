/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The racing counter.
 */
@Tag("faults")
class CounterScenarioTests {

	@Test
	void queueLosesNothingAndNobodyWaits() {
		ScenarioResult result = new CounterScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("0 lost, 0 of 5 waited");
		assertThat(result.others()).endsWith("lost, or 5 of 5 waited");
		assertThat(result.table().rows()).filteredOn((row) -> row.get(0).equals("increments"))
			.allMatch((row) -> row.subList(1, 4).stream().allMatch("2,000,005"::equals));
	}

	@Test
	void lockViolatesTheGuarantees() {
		assertThat(new CounterScenario("lock").run().violations())
			.contains("cleanups that had to wait: 0 expected, 5 measured");
	}

}
