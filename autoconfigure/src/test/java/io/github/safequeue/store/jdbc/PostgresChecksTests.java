/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What start-up says of a connection to PostgreSQL.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class PostgresChecksTests {

	@ParameterizedTest
	@CsvSource({ "7200, 75, 9, 7875", "2, 75, 9, 677", "2, 1, 3, 0" })
	void warnsOfALongKeepalive(int idle, int interval, int count, int seconds, CapturedOutput output) {
		String options = "&options=-c%20tcp_keepalives_idle={0}%20-c%20tcp_keepalives_interval={1}%20-c%20tcp_keepalives_count={2}"
			.replace("{0}", "" + idle)
			.replace("{1}", "" + interval)
			.replace("{2}", "" + count);
		String url = PostgresServer.get().getJdbcUrl("postgres", "postgres") + options;
		PostgresChecks.check(new JdbcTemplate(new DriverManagerDataSource(url)),
				LogFactory.getLog(PostgresChecksTests.class));
		if (seconds > 0) {
			assertThat(output.getOut()).contains("notices after " + seconds + " s", "tcp_keepalives_count=3");
		}
		else {
			assertThat(output.getOut()).doesNotContain("notices after");
		}
	}

}
