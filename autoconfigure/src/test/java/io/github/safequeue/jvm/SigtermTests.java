/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that is told to end, once or twice, while four threads submit: each item that was
 * accepted is handled, failed or reported undelivered, once.
 *
 * <p>
 * {@code -Dtests.faults=large} ends ten times as many JVMs.
 */
@Tag("faults")
class SigtermTests {

	private static final int ROUNDS = Faults.scaled(8, 200);

	private static final List<List<String>> SIGNALS = Stream
		.of(List.of("TERM", "TERM"), List.of("INT"), List.of("HUP"), List.of("INT", "TERM"))
		.map((signals) -> signals.stream().map(ForkedJvm::endingSignal).toList())
		.toList();

	private static final Duration SHORT_DRAIN = Duration.ofMillis(400);

	@TempDir
	Path directory;

	static Stream<Boolean> threads() {
		return ForkedJvm.hasVirtualThreads() ? Stream.of(false, true) : Stream.of(false);
	}

	@ParameterizedTest(name = "virtual threads: {0}")
	@MethodSource("threads")
	void whatWasAcceptedIsSettledOnce(boolean virtualThreads) {
		Deque<Round> running = new ArrayDeque<>();
		try {
			for (int number = 0; number < ROUNDS; number++) {
				running.add(start(number, virtualThreads));
				if (running.size() == 2) {
					// One JVM starts while another one ends.
					end(running.element());
					running.remove();
				}
			}
			while (!running.isEmpty()) {
				end(running.element());
				running.remove();
			}
		}
		finally {
			running.forEach((round) -> round.jvm().close());
		}
	}

	private Round start(int number, boolean virtualThreads) {
		Path file = this.directory.resolve("figures-" + virtualThreads + "-" + number);
		boolean flooded = number % 2 == 0;
		String handler = new String[] { "single", "single", "batches", "keyed" }[number / 2 % 4];
		ForkedJvm jvm = ForkedJvm.start(SigtermApplication.class, file, flooded ? 0 : 200_000,
				"--spring.profiles.active=" + handler, "--spring.threads.virtual.enabled=" + virtualThreads,
				"--safequeue.queues.items.concurrency=" + (1 + number % 3),
				"--safequeue.queues.items.capacity=" + (flooded ? 512 : (number % 4 == 1) ? 0 : 8192),
				"--safequeue.shutdown.drain-timeout=" + (flooded ? SHORT_DRAIN : ForkedJvm.LIMIT));
		List<String> signals = SIGNALS.get((number / 2 + number / 8) % 4);
		// The second one finds a JVM that is busy for as long as it may drain.
		return new Round(handler + " " + number, jvm, file, flooded, flooded ? signals : signals.subList(0, 1));
	}

	private static void end(Round round) {
		ForkedJvm jvm = round.jvm();
		jvm.awaitLine("ready");
		long start = System.nanoTime();
		jvm.signal(round.signals().get(0));
		round.signals().stream().skip(1).forEach(jvm::signalIfAlive);
		int exitCode = jvm.exitCode();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		String what = "round " + round.name() + " with output" + jvm.outputText();
		assertThat(round.file()).as(what).exists();
		Figures figures = Figures.read(round.file());
		SoftAssertions softly = new SoftAssertions();
		Faults.record("signals and exits", "under load: " + String.join(" and ", round.signals()), 1,
				figures.get("offered true"), figures.get("not settled once"), took);
		// Two may be pending at once: the JVM serves them in no certain order.
		softly.assertThat(exitCode).as(what).isIn(round.signals().stream().map(ForkedJvm::exitCodeAfter).toList());
		softly.assertThat(took).as("time to end").isLessThan(SHORT_DRAIN.plusSeconds(30));
		what = "round " + round.name() + " " + figures;
		softly.assertThat(figures.get("offered true"))
			.as(what)
			.isEqualTo(figures.get("accepted"))
			.isEqualTo(figures.get("seen handled") + figures.get("seen failed") + figures.get("seen undelivered"))
			.isGreaterThanOrEqualTo(200 * SigtermApplication.PRODUCERS);
		softly.assertThat(figures.get("not settled once")).as(what).isZero();
		softly.assertThat(figures.get("seen handled")).as(what).isEqualTo(figures.get("handled"));
		softly.assertThat(figures.get("seen failed")).as(what).isEqualTo(figures.get("failed")).isPositive();
		softly.assertThat(figures.get("seen undelivered")).as(what).isEqualTo(figures.get("undelivered"));
		softly.assertThat(figures.get("size") + figures.get("inFlight")).as(what).isZero();
		if (!round.flooded()) {
			softly.assertThat(figures.get("undelivered")).as(what).isZero();
			softly.assertThat(figures.get("last words")).as(what).isEqualTo(SigtermApplication.LAST_WORDS);
		}
		softly.assertThat(jvm.complaints())
			.as("complaints")
			.allMatch((line) -> line.contains(" refused ") || line.contains("'items' closed: accepted"));
		softly.assertThat(jvm.output())
			.filteredOn((line) -> line.contains("'items' closed: accepted"))
			.singleElement()
			.asString()
			.contains("accepted %d, handled %d, failed %d, undelivered %d, in flight 0, refused ".formatted(
					figures.get("accepted"), figures.get("handled"), figures.get("failed"), figures.get("undelivered")))
			.contains((figures.get("undelivered") > 0) ? "WARN" : "INFO");
		softly.assertAll();
	}

	/**
	 * A JVM that was started.
	 */
	private record Round(String name, ForkedJvm jvm, Path file, boolean flooded, List<String> signals) {
	}

}
