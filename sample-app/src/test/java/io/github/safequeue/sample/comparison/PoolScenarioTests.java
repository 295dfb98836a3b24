/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pool whose connections are brought back by cleanups.
 */
@Tag("faults")
class PoolScenarioTests {

	@Test
	void allConnectionsComeBackThroughTheQueueAndNoneThroughTheLock() {
		ScenarioResult result = new PoolScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("500 of 500");
		assertThat(result.others()).matches("stopped after \\d+ of 500");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("connections in the pool at the end");
			assertThat(row.subList(1, 3)).containsExactly("0 of 8", "8 of 8");
		}).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the Cleaner's thread at the end");
			assertThat(row.subList(1, 3)).containsExactly("BLOCKED in LockingPool.giveBack", "idle");
		});
	}

	@Test
	void lockViolatesTheGuarantees() {
		assertThat(new PoolScenario("lock").run().violations()).contains("ended: 1 expected, 0 measured",
				"connections in the pool at the end: 8 expected, 0 measured");
	}

}
