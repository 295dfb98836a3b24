/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueueHealthReader}.
 */
class QueueHealthReaderTests {

	@Test
	void problemsOfQueuesAndAppendersAreFound() {
		assertThat(QueueHealthReader.problems(
				Map.of("orders", Map.of("state", "RUNNING", "problem", "stuck"), "audit", Map.of("state", "RUNNING"),
						"logAppenders", Map.of("ASYNC", Map.of("state", "RUNNING", "problem", "lost")))))
			.isEqualTo(Map.of("orders", "stuck", "ASYNC", "lost"));
	}

	@Test
	void problemsOfBothSidesAreThoseOfTheQueue() {
		Map<String, Object> writing = Map.of("state", "RUNNING", "problem", "the writer is stuck");
		assertThat(
				QueueHealthReader.problems(Map.of("orders",
						Map.of("state", "RUNNING", "store", Map.of("type", "jdbc"), "outgoing", writing, "problem",
								"down"),
						"mails", Map.of("state", "RUNNING", "outgoing", writing))))
			.isEqualTo(Map.of("orders", "down; the writer is stuck", "mails", "the writer is stuck"));
	}

}
