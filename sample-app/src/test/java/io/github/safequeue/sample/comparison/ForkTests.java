/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.safequeue.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * JVMs that run a variant.
 */
@Tag("faults")
class ForkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Variant.Body ELSEWHERE = (progress) -> {
		throw new AssertionError("Run in the wrong JVM");
	};

	@Test
	void variantThatStopsIsEndedAndReportsItsProgress() {
		List<ProcessHandle> before = ProcessHandle.current().children().toList();
		Outcome outcome = Fork.run("pool", Variant.other("lock", ELSEWHERE));
		assertThat(outcome.ended()).isFalse();
		assertThat(outcome.total()).isEqualTo(500);
		assertThat(outcome.done()).isBetween(1L, 499L);
		assertThat(outcome.progress()).isEqualTo("stopped after %d of 500".formatted(outcome.done()));
		await().atMost(PATIENCE)
			.until(() -> ProcessHandle.current()
				.children()
				.allMatch((child) -> before.contains(child) || !child.isAlive()));
	}

	@Test
	void variantThatFailsReportsWhy() {
		assertThatIllegalStateException().isThrownBy(() -> Fork.run("pool", Variant.other("none", ELSEWHERE)))
			.withMessageContaining("Variant 'none' of scenario 'pool' failed")
			.withMessageContaining("Scenario 'pool' has no variant 'none'");
	}

	@Test
	void variantEndsWhenTheJvmThatStartedItIsGone() throws IOException, InterruptedException {
		Process process = start(ComparisonApplication.class, ComparisonCommand.variant("pool", "lock"));
		try {
			// What the parent's end does to the pipe.
			process.getOutputStream().close();
			assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isOne();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void sampleRunsTheComparisonInItsPlace() throws IOException, InterruptedException {
		Process process = start(SampleApplication.class, "--spring.profiles.active=demo", "--comparison=none");
		try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
			assertThat(lines.lines()).singleElement().asString().startsWith("No scenario is called 'none'");
			assertThat(process.waitFor()).isEqualTo(2);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Process start(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

}
