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
 * Logging from a cleanup while the log's buffer is full.
 */
class LoggingScenarioTests {

	@Test
	@Tag("faults")
	void everyLineIsWrittenOrCountedByOursAndTheOtherStops() {
		ScenarioResult result = new LoggingScenario().run();
		assertThat(result.violations()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("20,000 of 20,000");
		assertThat(result.others()).matches("stopped after [\\d,]+ of 20,000");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the Cleaner's thread at the end");
			assertThat(row.get(1)).startsWith("WAITING in");
			assertThat(row.get(2)).isEqualTo("idle");
		});
	}

	@Test
	@Tag("faults")
	void asyncAppenderViolatesTheGuarantees() {
		assertThat(new LoggingScenario("async").run().violations()).contains("ended: 1 expected, 0 measured");
	}

	@Test
	void lineThatIsNeitherWrittenNorCountedViolatesTheGuarantees() {
		Outcome outcome = new Outcome(Map.of("ended", "true", "total", "5", "done", "5", "logged", "8", "written", "4",
				"dropped", "3", "used", "4", "cleanups", "4"));
		assertThat(LoggingScenario.guarantees(outcome).violations())
			.containsExactly("written or dropped: 8 expected, 7 measured");
	}

}
