/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.Pairs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However and wherever an application ends: the JVM ends, nothing waits for itself, and
 * each item that was accepted is handled, or reported where Spring destroys nothing.
 *
 * <p>
 * Each way in which a handler can end the application is among the cases with a closing
 * that would not end if it waited for that handler: {@code System.exit} always is one. A
 * {@code close()} or {@code SpringApplication.exit} only is if the handler's call does
 * the closing, or if a failed refresh drains. Called while any other thread closes the
 * context, Spring returns from it by itself within 0.1 s, for the context is marked as
 * closed before anything else: no such case can tell whether a queue notices it.
 */
@Tag("faults")
class EndingTests {

	private static final String AREA = "signals and exits";

	private static final Pattern TOLD = Pattern.compile("'orders'.* (\\d+) accepted items were not handled");

	/** How often an application is started at most. */
	private static final int STARTS = 5;

	@TempDir
	Path directory;

	@Test
	void eachItemEndsOnceHoweverTheApplicationEnds() {
		List<Round> rounds = new ArrayList<>();
		for (int i = 0; i < Faults.scaled(1, 3); i++) {
			for (EndingCase ending : EndingCases.all()) {
				boolean virtualThreads = ForkedJvm.hasVirtualThreads() && rounds.size() % 2 == 1;
				rounds.add(new Round(rounds.size(), ending, virtualThreads));
			}
		}
		Pairs.forEach(rounds, this::end);
	}

	/**
	 * Spring closes nothing if it finds the refreshing thread waiting for something when
	 * a signal comes. An application that ended so, before it submitted anything, is
	 * started again.
	 */
	private void end(Round round) {
		int started = 1;
		while (!end(round, started)) {
			assertThat(started++).as(round::toString).isLessThan(STARTS);
		}
	}

	/** Return whether the application submitted anything. */
	private boolean end(Round round, int started) {
		Path file = this.directory.resolve("figures-" + round.number() + "-" + started);
		Path gate = this.directory.resolve("gate-" + round.number());
		EndingCase ending = round.ending();
		try (ForkedJvm jvm = ending.start(file, gate, round.virtualThreads())) {
			jvm.awaitLine(ending.early() ? "early" : "reached");
			long start = System.nanoTime();
			ending.signals().stream().limit(1).forEach(jvm::signal);
			ending.signals().stream().skip(1).forEach(jvm::signalIfAlive);
			if (!ending.signalsInDrain().isEmpty()) {
				jvm.awaitLine("draining");
				ending.signalsInDrain().forEach(jvm::signal);
				open(gate);
			}
			int exitCode = jvm.exitCode();
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			if (ending.early() && !jvm.output().contains("reached")) {
				return false;
			}
			assertThat(file).as(jvm.outputText()).exists();
			check(round, Figures.read(file), exitCode, took, jvm);
			return true;
		}
	}

	private void check(Round round, Figures figures, int exitCode, Duration took, ForkedJvm jvm) {
		EndingCase ending = round.ending();
		List<Long> told = told(jvm);
		long accepted = figures.get("offered true");
		long handled = figures.get("seen handled");
		long lost = accepted - handled - told.stream().mapToLong(Long::longValue).sum() - ending.leftBehind();
		Faults.record(AREA, ending.fault(), 1, accepted, Math.abs(lost), took);
		SoftAssertions softly = new SoftAssertions();
		softly.assertThat(exitCode).as("exit code").isIn(ending.exitCodes());
		softly.assertThat(lost).as("lost").isZero();
		softly.assertThat(handled).as("handled once").isEqualTo(accepted - figures.get("came to no end"));
		softly.assertThat(figures.get("accepted")).isEqualTo(accepted).isGreaterThanOrEqualTo(EndingApplication.ITEMS);
		softly.assertThat(figures.get("handled")).isEqualTo(handled);
		softly.assertThat(figures.get("undelivered")).isEqualTo(accepted - handled - ending.leftBehind());
		softly.assertThat(figures.get("inFlight")).isEqualTo(ending.leftBehind());
		softly.assertThat(figures.get("failed") + figures.get("size")).isZero();
		if (ending.isTold()) {
			softly.assertThat(told).as("told").containsExactly((long) EndingApplication.ITEMS);
		}
		else if (!ending.mayBeTold()) {
			softly.assertThat(told).as("told").isEmpty();
		}
		softly.assertThat(told).as("one line").hasSizeLessThan(2);
		if (!softly.wasSuccess()) {
			softly.fail("Round %s: %s%s".formatted(round, figures, jvm.outputText()));
		}
		softly.assertAll();
	}

	private static List<Long> told(ForkedJvm jvm) {
		return jvm.output()
			.stream()
			.flatMap((line) -> TOLD.matcher(line).results())
			.map((MatchResult result) -> Long.valueOf(result.group(1)))
			.filter((count) -> count > 0)
			.toList();
	}

	private static void open(Path gate) {
		try {
			Files.createFile(gate);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A case that is tried.
	 */
	private record Round(int number, EndingCase ending, boolean virtualThreads) {

	}

}
