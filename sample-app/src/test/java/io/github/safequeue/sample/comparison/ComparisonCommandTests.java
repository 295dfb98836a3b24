/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line of the comparison.
 */
@ExtendWith(ConsoleExtension.class)
class ComparisonCommandTests {

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void otherArgumentsAreNoCommand() {
		assertThat(ComparisonCommand.of()).isEmpty();
		assertThat(ComparisonCommand.of("--server.port=0", "--comparisons")).isEmpty();
		assertThat(ComparisonCommand.of("--server.port=0", "--comparison")).isPresent();
	}

	@Test
	void oneScenarioRunsByItself() {
		assertThat(run("--comparison=last-orders")).isZero();
		assertThat(printed()).contains("Scenario 1: the last orders before closing")
			.doesNotContain("Scenario 2", "What was measured")
			.endsWith("SafeQueue met every guarantee." + System.lineSeparator());
	}

	@Test
	void unknownScenarioGivesStatusTwoAndTheNamesOfAll() {
		assertThat(run("--comparison=none")).isEqualTo(2);
		assertThat(printed()).contains("'none'", "counter, two-locks, collected, logging, pool, signal, last-orders");
	}

	private int run(String argument) {
		return ComparisonCommand.of(argument)
			.orElseThrow()
			.run(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8);
	}

}
