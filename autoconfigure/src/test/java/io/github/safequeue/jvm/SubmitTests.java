/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers are true wherever they are given: in the thread of a {@code Cleaner}, in signal
 * handlers, and while the JVM ends.
 */
class SubmitTests {

	@TempDir
	Path directory;

	private Path file;

	@BeforeEach
	void file() {
		this.file = this.directory.resolve("figures");
	}

	@Test
	void jvmEndsWhenMainReturnsAndAllThatWasAcceptedIsHandled() {
		try (ForkedJvm jvm = ForkedJvm.start(SubmitApplication.class, this.file, false)) {
			assertThat(jvm.exitCode()).as(jvm.outputText()).isZero();
			assertThat(figure("main accepted")).isEqualTo(1000);
			assertAnswersAreTrue(jvm);
		}
	}

	@ParameterizedTest
	@Tag("faults")
	@ValueSource(strings = { "1", "2" })
	void signalHandlersMaySubmit(int concurrency) {
		try (ForkedJvm jvm = ForkedJvm.start(SubmitApplication.class, this.file, true,
				"--safequeue.queues.places.concurrency=" + concurrency)) {
			assertThat(jvm.awaitLine("ready").signal("USR2").exitCode()).as(jvm.outputText()).isZero();
			assertThat(figure("signal handled")).isEqualTo(1);
			assertAnswersAreTrue(jvm);
		}
	}

	private void assertAnswersAreTrue(ForkedJvm jvm) {
		Faults.record("signals and exits", "main returns", 1, figure("accepted"),
				figure("accepted") - figure("handled"));
		assertThat(figure("cleaner handled")).as(jvm.outputText()).isEqualTo(1);
		assertThat(figure("closed-event handled")).isEqualTo(1);
		assertThat(figure("cleaner-closing handled")).isEqualTo(1);
		assertThat(figure("handler refused")).isEqualTo(1);
		assertThat(figure("cleaner-closed refused")).isEqualTo(1);
		assertThat(figure("hook handled")).isEqualTo(figure("hook accepted"));
		assertThat(figure("hook refused")).isEqualTo(1);
		assertThat(figure("main handled")).isEqualTo(1000);
		assertThat(figure("rejectedClosed")).isEqualTo(3);
		assertThat(figure("accepted")).isEqualTo(figure("handled"));
		assertThat(jvm.complaints()).as("complaints").singleElement().asString().contains("'places' refused");
	}

	private long figure(String name) {
		return Figures.read(this.file).get(name);
	}

}
