/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.testing.ForkedJvm;

/**
 * A PostgreSQL server that can be stopped at once, as by
 * {@code pg_ctl stop -m immediate}, and started again with its data. Used by one thread.
 */
final class CrashableServer implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final Path data;

	private final List<String> command;

	CrashableServer(Path directory) {
		this.data = directory.resolve("postgres");
		try {
			Files.createDirectories(this.data);
			this.postgres = EmbeddedPostgres.builder()
				.setDataDirectory(this.data)
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "200")
				.setCleanDataDirectory(false)
				.start();
			this.command = command(pid());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The server refuses to be root, which it is not in a user namespace of its own. */
	private static List<String> command(long pid) throws IOException {
		List<String> command = new ArrayList<>();
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("unshare", "-U"));
		}
		command.addAll(List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0")));
		return command;
	}

	String url() {
		return this.postgres.getJdbcUrl("postgres", "postgres");
	}

	/** Create a database, and return its URL. */
	String createDatabase(String name) {
		new JdbcTemplate(this.postgres.getPostgresDatabase()).execute("create database " + name);
		return this.postgres.getJdbcUrl("postgres", name);
	}

	private Path pidFile() {
		return this.data.resolve("postmaster.pid");
	}

	private long pid() throws IOException {
		return Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
	}

	/** Stop the server without letting it finish anything. */
	void crash() {
		try {
			new ProcessBuilder("kill", "-s", "QUIT", Long.toString(pid())).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(() -> !Files.exists(pidFile()));
	}

	void restart() {
		try {
			new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(this.data.resolve("restart.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(this::answers);
	}

	private boolean answers() {
		try (Connection connection = DriverManager.getConnection(url())) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
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
