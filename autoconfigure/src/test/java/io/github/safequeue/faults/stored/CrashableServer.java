/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.Signals;

/**
 * A PostgreSQL server that can be stopped at once, as by
 * {@code pg_ctl stop -m immediate}, and started again with its data. Used by one thread.
 */
final class CrashableServer implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final Path data;

	private final List<String> command;

	CrashableServer(Path directory) {
		this(directory, "localhost");
	}

	/**
	 * Start the server.
	 * @param directory where its data is
	 * @param addresses the addresses on which it listens
	 */
	CrashableServer(Path directory, String addresses) {
		this.data = directory.resolve("postgres");
		try {
			Files.createDirectories(this.data);
			this.postgres = EmbeddedPostgres.builder()
				.setDataDirectory(this.data)
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "200")
				// What is not committed is lost by a crash.
				.setServerConfig("wal_writer_delay", "10s")
				.setServerConfig("listen_addresses", addresses)
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

	int port() {
		return this.postgres.getPort();
	}

	/** Let other hosts in. */
	void admit(String hosts) {
		try {
			Files.writeString(this.data.resolve("pg_hba.conf"), "\nhost all all " + hosts + " trust\n",
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		new JdbcTemplate(this.postgres.getPostgresDatabase()).execute("select pg_reload_conf()");
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

	private ProcessHandle server() {
		try {
			return ProcessHandle.of(pid()).orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Stop the server without letting it finish anything. */
	void crash() {
		Signals.send("QUIT", server());
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(() -> !Files.exists(pidFile()));
	}

	/** Let the server do nothing, with its connections open, until it goes on. */
	void suspend() {
		Signals.sendToAll("STOP", server());
	}

	/** Let a suspended server go on. */
	void goOn() {
		Signals.sendToAll("CONT", server());
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
