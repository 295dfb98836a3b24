/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that ends by a signal while items arrive: the handler's client is stopped after
 * the last of them was handled.
 *
 * <p>
 * {@code -Dtests.faults=large} ends twenty JVMs.
 */
@Tag("faults")
class FlushOnSigtermTests {

	private static final int ROUNDS = Faults.scaled(2, 20);

	@TempDir
	Path directory;

	static IntStream rounds() {
		return IntStream.range(0, ROUNDS);
	}

	@ParameterizedTest
	@MethodSource("rounds")
	void nothingFailsForAStoppedClient(int round) {
		Path file = this.directory.resolve("figures-" + round);
		try (ForkedJvm jvm = ForkedJvm.start(FlushApplication.class, file)) {
			jvm.awaitLine("ready");
			String signal = ForkedJvm.endingSignal("TERM");
			jvm.signal(signal);
			assertThat(jvm.exitCode()).isEqualTo(ForkedJvm.exitCodeAfter(signal));
			Figures figures = Figures.read(file);
			assertThat(figures.get("used stopped")).as("%s", figures).isZero();
			assertThat(figures.get("handled")).as("%s", figures)
				.isEqualTo(figures.get("accepted"))
				.isGreaterThanOrEqualTo(FlushApplication.BUSY / 2);
		}
	}

}
