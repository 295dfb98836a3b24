/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals that come inside {@code offer}.
 */
@Tag("faults")
class SignalScenarioTests {

	@Test
	void everySignalHandlerComesBackFromOfferAndTheOneInPutDoesNot() {
		ScenarioResult result = new SignalScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("500 of 500");
		assertThat(result.others()).matches("stopped after \\d+ of 500");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the last handler's thread");
			assertThat(row.get(1)).isEqualTo("WAITING in ArrayBlockingQueue.put");
		});
	}

	@Test
	void putViolatesTheGuarantees() {
		assertThat(new SignalScenario("put").run().violations()).contains("ended: 1 expected, 0 measured")
			.anyMatch((violation) -> violation.startsWith("steps: 500 expected"));
	}

}
