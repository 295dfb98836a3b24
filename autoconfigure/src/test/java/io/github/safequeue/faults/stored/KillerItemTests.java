/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An item ends each JVM that handles it.
 */
@Tag("servers")
@Timeout(300)
class KillerItemTests {

	private static final int ITEMS = 20;

	@TempDir
	Path directory;

	@Test
	void itemThatKillsDiesAndItsNeighboursLive() {
		try (CrashableServer server = new CrashableServer(this.directory)) {
			String url = server.createDatabase("limited");
			assertThat(exitCodes(url, 3, 6)).containsExactly(KillerApplication.EXIT_CODE, KillerApplication.EXIT_CODE,
					KillerApplication.EXIT_CODE, 0);
			JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url));
			assertThat(jdbc.queryForList("select number from effect order by number", Integer.class)).hasSize(ITEMS - 1)
				.doesNotHaveDuplicates()
				.doesNotContain(KillerApplication.KILLER);
			assertThat(jdbc.queryForList("select payload from safequeue_dead", String.class)).singleElement()
				.asString()
				.contains(":" + KillerApplication.KILLER);
			// Without a limit in reach, the item goes on killing: the check sees it.
			assertThat(exitCodes(server.createDatabase("unlimited"), 100, 4)).containsOnly(KillerApplication.EXIT_CODE);
		}
	}

	/** Start the application again until it ends by itself. */
	private static List<Integer> exitCodes(String url, int maxDeliveries, int maxStarts) {
		List<Integer> exitCodes = new ArrayList<>();
		while (exitCodes.size() < maxStarts && !exitCodes.contains(0)) {
			try (ForkedJvm jvm = ForkedJvm.startWith(List.of(), KillerApplication.class,
					exitCodes.isEmpty() ? ITEMS : 0, url, "--safequeue.store.jdbc.max-deliveries=" + maxDeliveries)) {
				exitCodes.add(jvm.exitCode());
			}
		}
		return exitCodes;
	}

}
