/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two locks in opposite order.
 */
@Tag("faults")
class TwoLocksScenarioTests {

	@Test
	void queueDoesEveryTransferAndTheEndpointSeesTheDeadlockOfTheLocks() {
		ScenarioResult result = new TwoLocksScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("1,000 of 1,000");
		assertThat(result.others()).startsWith("stopped after ");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("deadlocked workers, by the endpoint");
			assertThat(row.subList(1, 3)).containsExactly("2", "0");
		});
	}

	@Test
	void twoLocksViolateTheGuarantees() {
		assertThat(new TwoLocksScenario("locks").run().violations())
			.contains("deadlocked workers: 0 expected, 2 measured")
			.anyMatch((violation) -> violation.startsWith("transfers done: 1,000 expected"));
	}

}
