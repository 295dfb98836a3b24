/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs scenarios one after the other and prints what each measured, and a summary of all
 * at the end.
 */
public final class Comparison {

	private static final int WIDTH = 88;

	private final List<Scenario> scenarios;

	Comparison(List<Scenario> scenarios) {
		this.scenarios = List.copyOf(scenarios);
	}

	/**
	 * Return the comparison with all scenarios.
	 * @return the comparison
	 */
	public static Comparison standard() {
		return new Comparison(List.of(new CounterScenario(), new TwoLocksScenario(), new CollectedScenario(),
				new LoggingScenario(), new PoolScenario(), new SignalScenario(), new LastOrdersScenario()));
	}

	/**
	 * Return the scenarios in their order.
	 * @return the scenarios
	 */
	public List<Scenario> scenarios() {
		return this.scenarios;
	}

	/**
	 * Look for a scenario.
	 * @param id the scenario's id
	 * @return the scenario, if there is one
	 */
	public Optional<Scenario> scenario(String id) {
		return this.scenarios.stream().filter((scenario) -> scenario.id().equals(id)).findFirst();
	}

	/**
	 * Return the comparison with one of its scenarios only.
	 * @param id the scenario's id
	 * @return the comparison, if there is such a scenario
	 */
	public Optional<Comparison> only(String id) {
		return scenario(id).map((scenario) -> new Comparison(List.of(scenario)));
	}

	/**
	 * Run all scenarios.
	 * @param out where to print
	 * @return the exit status: 0 if SafeQueue met every guarantee in every scenario, else
	 * 1
	 */
	public int run(PrintStream out) {
		boolean passed = true;
		List<List<String>> summary = new ArrayList<>();
		for (int i = 0; i < this.scenarios.size(); i++) {
			Scenario scenario = this.scenarios.get(i);
			Optional<ScenarioResult> result = run(i + 1, scenario, out);
			passed &= result.map(ScenarioResult::passed).orElse(false);
			summary.add(List.of(scenario.title(), result.map(ScenarioResult::others).orElse("not measured"),
					result.map(ScenarioResult::safeQueue).orElse("not measured")));
		}
		if (this.scenarios.size() > 1) {
			out.printf("%nWhat was measured in this run%n%n");
			print(new ResultTable(List.of("", "alternative", "SafeQueue"), summary), out);
			out.printf("Stopped: made no step for seconds, or was seen in a deadlock, and was ended.%n");
		}
		out.println(passed ? "SafeQueue met every guarantee." : "SafeQueue violated a guarantee.");
		out.flush();
		return passed ? 0 : 1;
	}

	private static Optional<ScenarioResult> run(int number, Scenario scenario, PrintStream out) {
		out.printf("%nScenario %d: %s (--comparison=%s)%n%n", number, scenario.title(), scenario.id());
		wrap(scenario.description()).forEach((line) -> out.println("  " + line));
		out.println();
		out.flush();
		try {
			ScenarioResult result = scenario.run();
			print(result.table(), out);
			result.violations().forEach((violation) -> out.println("  Violated: " + violation));
			return Optional.of(result);
		}
		catch (RuntimeException ex) {
			ex.printStackTrace(out);
			return Optional.empty();
		}
	}

	private static void print(ResultTable table, PrintStream out) {
		table.lines().forEach((line) -> out.println("  " + line));
		out.println();
	}

	private static List<String> wrap(String text) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (String word : text.split(" ", -1)) {
			if (line.length() + word.length() >= WIDTH) {
				lines.add(line.toString());
				line.setLength(0);
			}
			line.append(line.isEmpty() ? "" : " ").append(word);
		}
		lines.add(line.toString());
		return lines;
	}

}
