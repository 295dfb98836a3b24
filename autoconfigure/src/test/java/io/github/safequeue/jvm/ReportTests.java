/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no closing could tell is told when the JVM ends, one line a queue, and whatever
 * happens there the handlers behind still run.
 */
class ReportTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "constructor", "post-construct" })
	void itemsOfQueuesThatWereNeverClosedAreTold(String profile) {
		List<String> warnings = warnings(profile, ReportApplication.CODE);
		assertThat(warnings).singleElement()
			.asString()
			.contains("'orders'", "never closed", " " + ReportApplication.ITEMS + " ");
		Faults.record("signals and exits", "exit or close during start-up", 1, ReportApplication.ITEMS, 0);
	}

	@ParameterizedTest
	@Tag("faults")
	@ValueSource(strings = { "shutdown-handler", "early-shutdown-handler", "shutdown-hook" })
	void refusalsAfterClosingAreTold(String profile) {
		assertThat(warnings(profile, 0)).singleElement()
			.asString()
			.contains("'orders'", "refused " + ReportApplication.ITEMS + " items");
	}

	@ParameterizedTest
	@Tag("faults")
	@ValueSource(strings = { "shutdown-handler,broken-log", "shutdown-hook,broken-log" })
	void reportDoesNotThrow(String profiles) {
		assertThat(warnings(profiles, 0)).isEmpty();
	}

	private List<String> warnings(String profiles, int exitCode) {
		Path file = this.directory.resolve("figures");
		try (ForkedJvm jvm = ForkedJvm.start(ReportApplication.class, file, "--spring.profiles.active=" + profiles)) {
			assertThat(jvm.exitCode()).as(jvm.outputText()).isEqualTo(exitCode);
			assertThat(file).as("what runs behind the report" + jvm.outputText()).exists();
			return jvm.complaints();
		}
	}

}
