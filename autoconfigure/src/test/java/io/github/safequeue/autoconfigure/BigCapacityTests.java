/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A capacity that is allowed and has no room in the heap.
 */
@Tag("faults")
class BigCapacityTests {

	@Test
	void theReportNamesQueueCapacityAndRemedy() {
		try (ForkedJvm jvm = ForkedJvm.start(BigCapacityApplication.class,
				"--safequeue.queues.safeQueue.capacity=1073741824")) {
			assertThat(jvm.exitCode()).isOne();
			assertThat(jvm.outputText()).contains("APPLICATION FAILED TO START",
					"Queue 'safeQueue': there is no memory for a capacity of 1073741824.",
					"Lower it by safequeue.queues.safeQueue.capacity");
		}
	}

}
