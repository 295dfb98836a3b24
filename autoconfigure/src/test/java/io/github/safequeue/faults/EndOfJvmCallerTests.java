/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promises of {@link CallerMatrixTests} for the threads that exist only while the JVM
 * ends.
 */
@Tag("faults")
class EndOfJvmCallerTests {

	private static final int ROUNDS = Faults.scaled(1, 25);

	@TempDir
	Path directory;

	static Stream<Arguments> ways() {
		return ThreadKind.available()
			.flatMap((kind) -> Arrays.stream(EndOfJvmApplication.Way.values()).map((way) -> Arguments.of(way, kind)));
	}

	@ParameterizedTest(name = "{0} on {1} threads")
	@MethodSource("ways")
	void answersAreTrueAndWhatWasAcceptedIsHandledInTime(EndOfJvmApplication.Way way, ThreadKind kind) {
		for (int round = 0; round < ROUNDS; round++) {
			Path file = this.directory.resolve("figures-" + round);
			try (ForkedJvm jvm = ForkedJvm.start(EndOfJvmApplication.class, file, way, kind,
					"--safequeue.queues.orders.capacity=" + SubmissionBurst.CAPACITY,
					"--safequeue.defaults.virtual-threads=" + (kind == ThreadKind.VIRTUAL))) {
				assertThat(jvm.exitCode()).as(jvm.outputText()).isZero();
				assertThat(file).as(jvm.outputText()).exists();
				Figures figures = Figures.read(file);
				assertThat(figures.get("problems")).as(jvm.outputText()).isZero();
				Faults.record("who submits when", way.text() + kind.text(), figures.get("moments"),
						figures.get("accepted"), figures.get("lost"));
			}
		}
	}

}
