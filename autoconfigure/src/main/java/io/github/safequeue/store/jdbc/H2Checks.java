/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Locale;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * What H2 is asked at start-up.
 */
final class H2Checks {

	private H2Checks() {
	}

	static void check(JdbcTemplate jdbc, @Nullable String url, Log logger) {
		String path = jdbc.queryForObject("select database_path()", String.class);
		if (path == null) {
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the store jdbc needs a database that survives the process, but H2 is in memory here:"
							+ " Spring Boot sets up such a database where spring.datasource.url is missing.",
					"Set spring.datasource.url to " + StoreDatabase.fileUrl("./data/orders")
							+ ", or use PostgreSQL, or remove the property 'store' of the queues.");
		}
		if (!"0".equals(setting(jdbc, "WRITE_DELAY"))) {
			logger.warn("H2 confirms a commit before it is written: what is confirmed may be lost with the process."
					+ " Append ;WRITE_DELAY=0 to spring.datasource.url");
		}
		if (url != null && !url.toUpperCase(Locale.ROOT).contains("DB_CLOSE_ON_EXIT=FALSE")) {
			logger.warn("H2 closes its database when the JVM begins to end, while handlers may be at work."
					+ " Append ;DB_CLOSE_ON_EXIT=FALSE to spring.datasource.url");
		}
		if (!path.toLowerCase(Locale.ROOT).matches("(async|retry):.*") && !isRemote(jdbc)) {
			logger.warn("H2 closes its file when a thread is interrupted in a statement, such as a handler at its"
					+ " time limit. Begin spring.datasource.url with jdbc:h2:async: instead of jdbc:h2:file:");
		}
	}

	private static @Nullable String setting(JdbcTemplate jdbc, String name) {
		return jdbc
			.queryForList("select setting_value from information_schema.settings where setting_name = ?", String.class,
					name)
			.stream()
			.findFirst()
			.orElse(null);
	}

	private static boolean isRemote(JdbcTemplate jdbc) {
		String url = jdbc.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getURL());
		return url != null && (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:"));
	}

}
