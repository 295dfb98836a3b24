/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the comparison prints and how it ends.
 */
class ComparisonTests {

	private static final ResultTable TABLE = new ResultTable(List.of("", "others", "SafeQueue"),
			List.of(List.of("accepted", "20", "20"), List.of("completed", "0", "20")));

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void metGuaranteesGiveStatusZero() {
		assertThat(run(comparison(() -> result()))).isZero();
		assertThat(printed()).contains("""
				              others   SafeQueue
				  ------------------------------
				  accepted        20          20
				  completed        0          20
				""").doesNotContain("What was measured");
	}

	@Test
	void severalScenariosAreSummedUpInOneTable() {
		assertThat(run(comparison(() -> result(), () -> result()))).isZero();
		assertThat(printed()).contains("""
				What was measured in this run

				               alternative   SafeQueue
				  ------------------------------------
				  a scenario             0          20
				  a scenario             0          20
				""");
	}

	@Test
	void oneViolationGivesStatusOne() {
		assertThat(run(comparison(() -> result("completed: 20 expected, 19 measured"), () -> result()))).isOne();
		assertThat(printed()).contains("Violated: completed: 20 expected, 19 measured")
			.endsWith("SafeQueue violated a guarantee.\n");
	}

	@Test
	void scenarioThatFailsGivesStatusOneAndIsNotMeasured() {
		assertThat(run(comparison(() -> {
			throw new IllegalStateException("no context");
		}, () -> result()))).isOne();
		assertThat(printed()).contains("no context").containsPattern("a scenario +not measured +not measured\n");
	}

	@Test
	void descriptionIsWrapped() {
		run(comparison(() -> result()));
		assertThat(printed()).contains("  Nothing happens. Nothing happens.")
			.contains("happens.\n  Nothing")
			.doesNotContain(" \n");
	}

	private static ScenarioResult result(String... violations) {
		return new ScenarioResult(TABLE, "0", "20", List.of(violations));
	}

	private int run(Comparison comparison) {
		return comparison.run(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

	private static Comparison comparison(Supplier<ScenarioResult> first, Supplier<ScenarioResult> second) {
		return new Comparison(List.of(new ScenarioDouble(first), new ScenarioDouble(second)));
	}

	private static Comparison comparison(Supplier<ScenarioResult> only) {
		return new Comparison(List.of(new ScenarioDouble(only)));
	}

	private record ScenarioDouble(Supplier<ScenarioResult> result) implements Scenario {

		@Override
		public String id() {
			return "double";
		}

		@Override
		public String title() {
			return "a scenario";
		}

		@Override
		public String description() {
			return "Nothing happens. ".repeat(10).trim();
		}

		@Override
		public ScenarioResult run() {
			return this.result.get();
		}

	}

}
