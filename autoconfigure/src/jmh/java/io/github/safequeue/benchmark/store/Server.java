/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A PostgreSQL server that confirms only what is on the disk.
 */
final class Server implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final JdbcTemplate jdbc;

	Server() throws IOException {
		this.postgres = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("max_connections", "200")
			.setServerConfig("tcp_keepalives_idle", "2")
			.setServerConfig("tcp_keepalives_interval", "1")
			.setServerConfig("tcp_keepalives_count", "3")
			.start();
		this.jdbc = new JdbcTemplate(this.postgres.getPostgresDatabase());
		Map<String, Object> settings = this.jdbc.queryForMap("select current_setting('fsync') as fsync,"
				+ " current_setting('synchronous_commit') as commit, current_setting('server_version') as version");
		System.out.println("PostgreSQL " + settings);
		if (!"on".equals(settings.get("fsync")) || !"on".equals(settings.get("commit"))) {
			throw new IllegalStateException("The server does not wait for the disk: " + settings);
		}
	}

	String url() {
		return this.postgres.getJdbcUrl("postgres", "postgres");
	}

	/** Runs statements outside of what is measured. */
	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	HikariDataSource pool() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url());
		config.setMaximumPoolSize(10);
		return new HikariDataSource(config);
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
