/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous calls while a whole JVM ends.
 */
@Tag("faults")
class EndOfJvmTests {

	@ParameterizedTest
	@ValueSource(strings = { "--executor=safeQueueTaskExecutor", "--safequeue.task-executor.mode=replace" })
	void callsOfThePreDestroyAreCompletedAndThoseOfAShutdownHandlerRefused(String property) {
		try (ForkedJvm jvm = ForkedJvm.start(ExecutorEndApplication.class, property)) {
			jvm.awaitLine("ready").signal("TERM");
			jvm.exitCode();
			assertThat(jvm.outputText()).contains("pre-destroy: 20 completed", "shutdown handler: 20 refused");
		}
		Faults.record("work at the end by the executor on a queue", "sigterm and a shutdown handler", 1,
				TaskOutcomes.TASKS, 0);
	}

}
