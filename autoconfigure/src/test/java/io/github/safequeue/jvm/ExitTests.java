/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.jvm.ExitApplication.Way;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that ends the application neither blocks nor delays the handling of the rest.
 *
 * <p>
 * Where the JVM was told to end first, {@code close()} and {@code SpringApplication.exit}
 * return by themselves: Spring marks the context as closed before anything else, and does
 * not close it twice.
 */
@Tag("faults")
class ExitTests {

	@TempDir
	Path directory;

	private Path file;

	@BeforeEach
	void file() {
		this.file = this.directory.resolve("figures");
	}

	static Stream<Arguments> ways() {
		return Stream.of(Way.values())
			.filter((way) -> way != Way.STUCK_UNDER_SIGTERM)
			.flatMap((way) -> handlers(way)
				.flatMap((handler) -> threads().map((virtual) -> Arguments.of(way, handler, virtual))));
	}

	private static Stream<String> handlers(Way way) {
		return (way == Way.SYSTEM_EXIT || way == Way.CLOSE) ? Stream.of("single", "keyed", "batches")
				: Stream.of("single");
	}

	static Stream<Boolean> threads() {
		return ForkedJvm.hasVirtualThreads() ? Stream.of(false, true) : Stream.of(false);
	}

	@ParameterizedTest(name = "{0}, {1}, virtual threads: {2}")
	@MethodSource("ways")
	void handlerMayEndTheApplication(Way way, String handler, boolean virtualThreads) {
		try (ForkedJvm jvm = start(way, handler, virtualThreads, "10m")) {
			Ended ended = end(jvm, way);
			assertThat(ended.exitCode()).as(jvm.outputText()).isEqualTo(expectedCode(way));
			Figures figures = Figures.read(this.file);
			int left = way.returns() ? 0 : handler.equals("batches") ? ExitApplication.BATCH : 1;
			Faults.record("signals and exits",
					(way.underSigterm() ? "sigterm and then " : "") + "exit or close in a handler", 1,
					figures.get("accepted"), figures.get("accepted") - figures.get("seen handled") - left,
					ended.took());
			assertThat(figures.get("accepted")).as(jvm.outputText()).isEqualTo(ExitApplication.ITEMS);
			assertThat(figures.get("seen handled")).as(jvm.outputText()).isEqualTo(ExitApplication.ITEMS - left);
			assertThat(figures.get("handled")).isEqualTo(ExitApplication.ITEMS - left);
			assertThat(figures.get("inFlight")).isEqualTo(left);
			assertThat(figures.get("undelivered") + figures.get("failed") + figures.get("size")).isZero();
			// A handler that returns may do so before or after its queue has closed.
			assertThat(jvm.complaints()).filteredOn((line) -> !isReport(line, left))
				.hasSizeBetween((way.returns()) ? 0 : 1, 1)
				.allMatch((line) -> line.contains("Queue 'orders' closed: accepted " + ExitApplication.ITEMS)
						&& line.contains("undelivered 0, in flight "));
			assertThat(jvm.complaints()).filteredOn((line) -> isReport(line, left))
				.hasSize((way.endsTheJvmFirst()) ? 1 : 0);
		}
	}

	@ParameterizedTest(name = "virtual threads: {0}")
	@MethodSource("threads")
	void handlerThatNeverEndsDoesNotKeepTheJvmAlive(boolean virtualThreads) {
		try (ForkedJvm jvm = start(Way.STUCK_UNDER_SIGTERM, "single", virtualThreads, "300ms")) {
			Ended ended = end(jvm, Way.STUCK_UNDER_SIGTERM);
			assertThat(ended.exitCode()).as(jvm.outputText()).isEqualTo(128 + 15);
			Figures figures = Figures.read(this.file);
			Faults.record("signals and exits", "a handler that never ends", 1, figures.get("accepted"),
					figures.get("accepted") - figures.get("seen handled") - figures.get("undelivered") - 1,
					ended.took());
			assertThat(figures.get("inFlight")).isEqualTo(1);
			assertThat(figures.get("handled")).isEqualTo(figures.get("seen handled"));
			assertThat(figures.get("undelivered")).isPositive()
				.isEqualTo(ExitApplication.ITEMS - 1 - figures.get("handled"));
			assertThat(jvm.complaints()).hasSize(3)
				.anyMatch((line) -> isReport(line, 1))
				.anyMatch((line) -> line.contains(figures.get("undelivered") + " accepted items were not handled"))
				.anyMatch((line) -> line.contains("Queue 'orders' closed: accepted ") && line.contains("in flight 1,"));
		}
	}

	private static boolean isReport(String line, int items) {
		return line.contains("Queue 'orders': " + items + " accepted items are in flight");
	}

	private ForkedJvm start(Way way, String handler, boolean virtualThreads, String drainTimeout) {
		return ForkedJvm.start(ExitApplication.class, this.file, way, "--way=" + way,
				"--spring.profiles.active=" + handler, "--safequeue.shutdown.drain-timeout=" + drainTimeout,
				"--spring.threads.virtual.enabled=" + virtualThreads);
	}

	private static Ended end(ForkedJvm jvm, Way way) {
		if (way.underSigterm()) {
			jvm.awaitLine("waiting for the signal").signal("TERM");
		}
		jvm.awaitLine("ending");
		long start = System.nanoTime();
		int exitCode = jvm.exitCode();
		return new Ended(exitCode, Duration.ofNanos(System.nanoTime() - start));
	}

	private static int expectedCode(Way way) {
		if (way.underSigterm()) {
			return 128 + 15;
		}
		return way.returns() ? 0 : ExitApplication.CODE;
	}

	/**
	 * How a JVM ended, and how long that took from the moment it was told to.
	 */
	private record Ended(int exitCode, Duration took) {

	}

}
