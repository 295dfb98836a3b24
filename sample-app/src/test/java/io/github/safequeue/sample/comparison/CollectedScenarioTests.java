/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects that are collected inside {@code offer}.
 */
class CollectedScenarioTests {

	@Test
	@Tag("faults")
	void everyCleanupComesBackFromOfferAndTheOneInPutDoesNot() {
		ScenarioResult result = new CollectedScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("10,000 of 10,000");
		assertThat(result.others()).matches("stopped after [\\d,]+ of 10,000");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the Cleaner's thread at the end");
			assertThat(row.subList(1, 3)).containsExactly("WAITING in ArrayBlockingQueue.put", "idle");
		});
	}

	@Test
	@Tag("faults")
	void putViolatesTheGuarantees() {
		assertThat(new CollectedScenario("put").run().violations()).contains("ended: 1 expected, 0 measured")
			.anyMatch((violation) -> violation.startsWith("steps: 10,000 expected"));
	}

	@Test
	void queueThatLosesAnItemViolatesTheGuarantees() {
		assertThat(CollectedScenario.guarantees(outcome("10", "9", "3")).violations())
			.containsExactly("handled: 10 expected, 9 measured", "handled, says the queue: 9 expected, 10 measured");
	}

	@Test
	void queueThatForgetsARefusalViolatesTheGuarantees() {
		assertThat(CollectedScenario.guarantees(outcome("10", "10", "2")).violations())
			.containsExactly("refused, says the queue: 3 expected, 2 measured");
	}

	@Test
	void queueThatIsRightMeetsTheGuarantees() {
		assertThat(CollectedScenario.guarantees(outcome("10", "10", "3")).violations()).isEmpty();
	}

	private static Outcome outcome(String accepted, String handled, String queueRefused) {
		return new Outcome(Map.of("ended", "true", "total", "5", "done", "5", "accepted", accepted, "handled", handled,
				"refused", "3", "queueAccepted", accepted, "queueHandled", "10", "queueRefused", queueRefused));
	}

}
