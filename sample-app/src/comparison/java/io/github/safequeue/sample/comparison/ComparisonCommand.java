/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command of the comparison on the command line: {@code --comparison} for all
 * scenarios, {@code --comparison=<scenario>} for one of them. A JVM that runs one variant
 * for another JVM is started with {@code --comparison-variant=<scenario>:<variant>}, one
 * that runs a scenario for another JVM with {@code --comparison-scenario=<scenario>}.
 */
final class ComparisonCommand {

	private static final String COMPARISON = "--comparison";

	private static final String ONE_SCENARIO = "--comparison=";

	private static final String ONE_VARIANT = "--comparison-variant=";

	private static final String SCENARIO_FOR_ANOTHER = "--comparison-scenario=";

	private final String argument;

	private ComparisonCommand(String argument) {
		this.argument = argument;
	}

	/**
	 * Look for a command.
	 * @param args the arguments of the command line
	 * @return the command, if there is one
	 */
	static Optional<ComparisonCommand> of(String... args) {
		return Arrays.stream(args)
			.filter((arg) -> arg.equals(COMPARISON) || arg.startsWith(ONE_SCENARIO) || arg.startsWith(ONE_VARIANT)
					|| arg.startsWith(SCENARIO_FOR_ANOTHER))
			.findFirst()
			.map(ComparisonCommand::new);
	}

	static ComparisonCommand all() {
		return new ComparisonCommand(COMPARISON);
	}

	static String variant(String scenario, String variant) {
		return ONE_VARIANT + scenario + ":" + variant;
	}

	static String scenario(String scenario) {
		return SCENARIO_FOR_ANOTHER + scenario;
	}

	/**
	 * Run the command. Does not return where it runs a variant.
	 * @param out where to print
	 * @return the exit status: 0 if SafeQueue met every guarantee, 1 if not, 2 if there
	 * is no such scenario
	 */
	int run(PrintStream out) {
		Comparison comparison = Comparison.standard();
		if (this.argument.equals(COMPARISON)) {
			return comparison.run(out);
		}
		if (this.argument.startsWith(ONE_VARIANT)) {
			String[] names = this.argument.substring(ONE_VARIANT.length()).split(":", 2);
			return runVariant(comparison, names[0], names[names.length - 1], out);
		}
		if (this.argument.startsWith(SCENARIO_FOR_ANOTHER)) {
			endWithParent();
			ScenarioJvm.report(
					comparison.scenario(this.argument.substring(SCENARIO_FOR_ANOTHER.length())).orElseThrow().run(),
					out);
			return 0;
		}
		String id = this.argument.substring(ONE_SCENARIO.length());
		return comparison.only(id).map((found) -> found.run(out)).orElseGet(() -> unknown(comparison, id, out));
	}

	private static int unknown(Comparison comparison, String id, PrintStream out) {
		out.printf("No scenario is called '%s'. There are: %s%n", id,
				comparison.scenarios().stream().map(Scenario::id).collect(Collectors.joining(", ")));
		return 2;
	}

	private static int runVariant(Comparison comparison, String scenario, String variant, PrintStream out) {
		endWithParent();
		int status = 1;
		try {
			((ForkedScenario) comparison.scenario(scenario).orElseThrow()).runVariant(variant, out);
			status = 0;
		}
		catch (Throwable ex) {
			ex.printStackTrace(out);
			out.flush();
		}
		// Threads that are stuck are left as they are: no shutdown hook waits for them.
		Runtime.getRuntime().halt(status);
		return status;
	}

	/** End this JVM when the one that started it is gone. */
	private static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				System.in.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// As good as gone.
			}
			Runtime.getRuntime().halt(1);
		}, "parent watch");
		watch.setDaemon(true);
		watch.start();
	}

}
