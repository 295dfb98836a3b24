/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One server of PostgreSQL for all tests of this JVM.
 */
final class PostgresServer {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private PostgresServer() {
	}

	static EmbeddedPostgres get() {
		return Running.SERVER;
	}

	/** Create a database, and return its URL. */
	static String createDatabase() {
		String name = "test" + DATABASES.incrementAndGet();
		new JdbcTemplate(get().getPostgresDatabase()).execute("create database " + name);
		return get().getJdbcUrl("postgres", name);
	}

	private static final class Running {

		static final EmbeddedPostgres SERVER = start();

		private static EmbeddedPostgres start() {
			try {
				EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
				Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
				return server;
			}
			catch (IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
		}

		private static void stop(EmbeddedPostgres server) {
			try {
				server.close();
			}
			catch (IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
		}

	}

}
