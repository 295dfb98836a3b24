/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.nio.file.Path;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which settings of H2 are a WARN.
 */
@ExtendWith(OutputCaptureExtension.class)
class H2ChecksTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			async: | WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE     |
			retry: | write_delay=0;db_close_on_exit=false     |
			async: | WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;MODE=MySQL |
			async: | DB_CLOSE_ON_EXIT=FALSE                   | Append ;WRITE_DELAY=0 to
			async: | WRITE_DELAY=500;DB_CLOSE_ON_EXIT=FALSE   | Append ;WRITE_DELAY=0 to
			async: | WRITE_DELAY=0                            | Append ;DB_CLOSE_ON_EXIT=FALSE to
			async: | WRITE_DELAY=0;DB_CLOSE_ON_EXIT=TRUE      | Append ;DB_CLOSE_ON_EXIT=FALSE to
			file:  | WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE     | with jdbc:h2:async: instead of
			''        | WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE     | with jdbc:h2:async: instead of
			""")
	void warnsOfWhatLosesItems(String system, String settings, String remedy, CapturedOutput output) {
		String url = "jdbc:h2:%s%s;%s".formatted(system, this.directory.resolve("store"), settings);
		H2Checks.check(new JdbcTemplate(new DriverManagerDataSource(url)), url, LogFactory.getLog(H2ChecksTests.class));
		if (remedy == null) {
			assertThat(output.getAll()).doesNotContain("WARN");
		}
		else {
			assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).singleElement()
				.asString()
				.contains(remedy, "spring.datasource.url");
		}
	}

}
