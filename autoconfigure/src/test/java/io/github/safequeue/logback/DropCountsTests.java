/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;

import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DropCounts}.
 */
class DropCountsTests {

	@Test
	void whatThreadsCountAddsUpByLevel() throws Exception {
		DropCounts counts = new DropCounts();
		Race race = new Race();
		for (int thread = 0; thread < 20; thread++) {
			int number = thread;
			race.with(() -> {
				for (int i = 0; i < 1_000; i++) {
					counts.count(Level.INFO, number);
					counts.count((i % 2 == 0) ? Level.ERROR : Level.TRACE, -number);
				}
			});
		}
		race.run();
		assertThat(counts.byLevel()).containsEntry("TRACE", 10_000L)
			.containsEntry("DEBUG", 0L)
			.containsEntry("INFO", 20_000L)
			.containsEntry("WARN", 0L)
			.containsEntry("ERROR", 10_000L);
		assertThat(counts.of(Level.INFO)).isEqualTo(20_000);
		assertThat(counts.total()).isEqualTo(40_000);
	}

}
