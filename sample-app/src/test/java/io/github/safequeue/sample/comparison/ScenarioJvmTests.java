/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A scenario that another JVM runs.
 */
@Tag("faults")
class ScenarioJvmTests {

	@Test
	void whatAnotherJvmMeasuredComesBack() throws InterruptedException {
		ScenarioResult result = ScenarioJvm.run(new LastOrdersScenario(), () -> false);
		assertThat(result.passed()).isTrue();
		assertThat(result.safeQueue()).isEqualTo("20 of 20 completed");
		assertThat(result.table().header()).containsExactly("", "applicationTaskExecutor", "SafeQueue");
		assertThat(result.table().rows()).contains(List.of("submitted", "20", "20"));
	}

	@Test
	void scenarioThatIsToBeStoppedIsInterrupted() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> ScenarioJvm.run(new CollectedScenario(), () -> true))
			.withMessageContaining("collected");
	}

	@Test
	void scenarioThatFailsSaysWhy() {
		assertThatIllegalStateException().isThrownBy(() -> ScenarioJvm.run(new UnknownScenario(), () -> false))
			.withMessageContaining("Scenario 'unknown' failed")
			.withMessageContaining("No value present");
	}

	private static final class UnknownScenario implements Scenario {

		@Override
		public String id() {
			return "unknown";
		}

		@Override
		public String title() {
			return "no such scenario";
		}

		@Override
		public String description() {
			return "The other JVM does not know it.";
		}

		@Override
		public ScenarioResult run() {
			throw new UnsupportedOperationException();
		}

	}

}
