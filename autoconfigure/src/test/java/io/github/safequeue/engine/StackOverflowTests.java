/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A submitter may run out of stack anywhere inside {@code offer} and {@code submit}: in
 * interpreted code, in code of each compiler, cold and warm, in JVMs of their own.
 */
@Tag("faults")
class StackOverflowTests {

	private static final String AREA = "dying producers";

	private static final Pattern PROBED = Pattern.compile("probed (\\S+) hits=(\\d+) accepted=(\\d+) (.*)");

	private static final List<String> SHAPES = Stream
		.of("ring", "ring-submit", "linked", "linked-submit", "small", "small-submit", "lanes", "several", "timed",
				"virtual", "virtual-submit")
		.filter((shape) -> !shape.startsWith("virtual") || WorkerThreads.supportsVirtual())
		.toList();

	/** How the JVM runs code. */
	enum Mode {

		INTERPRETED("ring", "-Xint"), FIRST_COMPILER("linked-submit", "-XX:TieredStopAtLevel=1"),
		BOTH_COMPILERS("several", "-XX:TieredStopAtLevel=4"),
		SECOND_COMPILER("ring-submit", "-XX:TieredStopAtLevel=4 -XX:-TieredCompilation");

		private final String firstShape;

		private final String options;

		Mode(String firstShape, String options) {
			this.firstShape = firstShape;
			this.options = options;
		}

		List<String> options() {
			return List.of(this.options.split(" "));
		}

		String inWords() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	@ParameterizedTest
	@EnumSource
	void queueStaysSoundWhereverTheStackEndsInWarmCode(Mode mode) {
		List<String> args = new ArrayList<>(List.of(Faults.scaled(6, 400) + "", Faults.scaled(6_000, 100_000) + ""));
		args.addAll(SHAPES);
		note(run(mode, args), "stack overflow in warm code: " + mode.inWords());
	}

	@ParameterizedTest
	@EnumSource
	void queueStaysSoundWhereverTheStackEndsInCodeThatNeverRan(Mode mode) {
		int tries = Faults.scaled(1, 6 * SHAPES.size());
		for (int i = 0; i < tries; i++) {
			String shape = SHAPES.get((i + SHAPES.indexOf(mode.firstShape)) % SHAPES.size());
			note(run(mode, List.of("3", "0", shape)), "stack overflow in cold code: " + mode.inWords());
		}
	}

	@ParameterizedTest
	@EnumSource
	void handlersThatUseUpTheStackOfTheirWorkerAreCounted(Mode mode) {
		List<String> args = new ArrayList<>(List.of(Faults.scaled(8, 100) + ""));
		args.addAll(List.of("ring", "linked", "lanes", "several", "batch"));
		if (WorkerThreads.supportsVirtual()) {
			args.add("virtual");
		}
		// A small stack is used up sooner.
		List<String> options = new ArrayList<>(mode.options());
		options.add((mode == Mode.INTERPRETED) ? "-Xss160k" : "-Xss256k");
		note(run(options, HandlerOverflowProbe.class, args), "stack overflow in handlers: " + mode.inWords());
	}

	@ParameterizedTest
	@CsvSource({ "method-call, wedged", "without-reserve, wedged", "counts-between, wedged",
			"counts-afterwards, miscounted" })
	void brokenBufferIsCaught(String shape, String verdict) {
		assertThat(run(Mode.INTERPRETED, List.of("60", "0", shape))).singleElement().asString().contains(verdict);
	}

	/** All probes must have been hit and stayed sound. */
	private static void note(List<String> lines, String fault) {
		long hits = 0;
		for (String line : lines) {
			Matcher matcher = PROBED.matcher(line);
			assertThat(matcher.matches()).as(line).isTrue();
			assertThat(matcher.group(4)).as(line).isEqualTo("sound");
			hits += Long.parseLong(matcher.group(2));
			Faults.record(AREA, fault, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)), 0);
		}
		assertThat(hits).as(() -> lines.toString()).isPositive();
	}

	private static List<String> run(Mode mode, List<String> args) {
		return run(mode.options(), StackOverflowProbe.class, args);
	}

	private static List<String> run(List<String> options, Class<?> probe, List<String> args) {
		long shapes = args.stream().filter((arg) -> !arg.matches("\\d+")).count();
		try (ForkedJvm jvm = ForkedJvm.startWith(options, probe, args.toArray())) {
			assertThat(jvm.exitCode()).as(jvm.outputText()).isZero();
			List<String> lines = jvm.output().stream().filter((line) -> line.startsWith("probed")).toList();
			assertThat(lines).as(jvm.outputText()).hasSize((int) shapes);
			return lines;
		}
	}

}
