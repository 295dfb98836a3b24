/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.safequeue.logback.AppenderScenario.Outcome;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our appender and Logback's in the same trouble. What ours does is asserted, what
 * Logback's does is written beside it, to {@code target/faults/logging-jdk-<n>.md}. On
 * later JDKs Logback's stands still just the same, and is played in a large campaign
 * only.
 */
@Tag("faults")
class AppenderComparisonTests {

	private static final boolean WITH_LOGBACKS = Runtime.version().feature() <= 17 || Faults.isLarge();

	private static final Outcome NOT_PLAYED = new Outcome(false, "not played");

	private static final Duration FLUSH = Duration.ofSeconds(10);

	@Test
	void oursGoesOnWhateverHappensAroundIt() throws IOException {
		List<String> table = new ArrayList<>(
				List.of("| what happens | Logback's `AsyncAppender` | `SafeQueueAppender` |", "|---|---|---|"));
		List<String> failed = new ArrayList<>();
		for (AppenderScenario scenario : AppenderScenario.values()) {
			Outcome theirs = WITH_LOGBACKS ? scenario.play((size) -> LogRig.logbacks(size, 0, Duration.ofSeconds(1)))
					: NOT_PLAYED;
			Outcome ours = scenario.play((size) -> LogRig.ours(size, 0, FLUSH));
			table.add("| %s | %s | %s |".formatted(scenario.title(), theirs.words(), ours.words()));
			if (!ours.passed()) {
				failed.add(scenario + ": " + ours.words());
			}
		}
		Path directory = Files.createDirectories(Path.of("target", "faults"));
		Files.write(directory.resolve("logging-jdk-" + Runtime.version().feature() + ".md"), table);
		table.forEach(System.out::println);
		assertThat(failed).isEmpty();
	}

}
