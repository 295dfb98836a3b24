/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import org.apache.commons.logging.Log;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What PostgreSQL is asked at start-up.
 */
final class PostgresChecks {

	private static final int LONGEST_SECONDS = 60;

	private PostgresChecks() {
	}

	static void check(JdbcTemplate jdbc, Log logger) {
		int idle = keepalive(jdbc, "idle");
		int seconds = idle + keepalive(jdbc, "interval") * keepalive(jdbc, "count");
		// 0 on connections that are none of TCP, and where the system's default holds.
		if (idle == 0 || seconds > LONGEST_SECONDS) {
			logger.warn("PostgreSQL notices after " + ((idle > 0) ? seconds + " s" : "a time of its system")
					+ " that a host is gone: until then the items that its handlers had stay locked. Append"
					+ " 'options=-c%20tcp_keepalives_idle=2%20-c%20tcp_keepalives_interval=1%20-c%20tcp_keepalives_count=3'"
					+ " to the parameters of spring.datasource.url, or set these three for the server");
		}
	}

	private static int keepalive(JdbcTemplate jdbc, String name) {
		Integer value = jdbc.queryForObject("select current_setting(?)::integer", Integer.class,
				"tcp_keepalives_" + name);
		return (value != null) ? value : 0;
	}

}
