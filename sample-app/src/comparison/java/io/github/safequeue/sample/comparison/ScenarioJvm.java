/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a whole scenario in a JVM of its own. An application that is at work shares
 * neither its logging nor its heap with the scenario, and can stop it at any time.
 */
public final class ScenarioJvm {

	private static final String PREFIX = "scenario> ";

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final long POLL_MILLIS = 20;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ScenarioJvm() {
	}

	/**
	 * Run a scenario. Any thread.
	 * @param scenario the scenario
	 * @param stopped whether to stop the scenario, asked repeatedly
	 * @return what was measured
	 * @throws InterruptedException if the scenario was stopped, or the current thread was
	 * interrupted, in both cases after the scenario's JVM was ended
	 */
	public static ScenarioResult run(Scenario scenario, BooleanSupplier stopped) throws InterruptedException {
		try {
			Process process = Fork.jvm(ComparisonCommand.scenario(scenario.id())).start();
			try {
				return run(scenario, process, stopped);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ScenarioResult run(Scenario scenario, Process process, BooleanSupplier stopped)
			throws InterruptedException {
		CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> read(process),
				(task) -> new Thread(task, "comparison-scenario-" + process.pid()).start());
		long start = System.nanoTime();
		while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
			if (stopped.getAsBoolean()) {
				throw new InterruptedException("Scenario '%s' was stopped".formatted(scenario.id()));
			}
			if (System.nanoTime() - start > LIMIT.toNanos()) {
				throw new IllegalStateException("Scenario '%s' did not end within %s".formatted(scenario.id(), LIMIT));
			}
		}
		return lines.join()
			.stream()
			.filter((line) -> line.startsWith(PREFIX))
			.findFirst()
			.map((line) -> JSON.readValue(line.substring(PREFIX.length()), ScenarioResult.class))
			.orElseThrow(() -> new IllegalStateException("Scenario '%s' failed: %s".formatted(scenario.id(),
					String.join(System.lineSeparator(), lines.join()))));
	}

	private static List<String> read(Process process) {
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			return reader.lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Report what was measured to the JVM that started this one. */
	static void report(ScenarioResult result, PrintStream out) {
		out.println(PREFIX + JSON.writeValueAsString(result));
		out.flush();
	}

}
