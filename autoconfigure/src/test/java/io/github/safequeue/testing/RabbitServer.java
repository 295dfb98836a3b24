/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.awaitility.Awaitility;

/**
 * Debian's RabbitMQ on the loopback interface, with files, ports and a name server of its
 * own. Used by one thread.
 */
public final class RabbitServer implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

	private static final Path CONTROL = PROGRAM.resolveSibling("rabbitmqctl");

	private static final Duration LIMIT = Duration.ofMinutes(2);

	/** The greatest message in bytes, small so that tests can go beyond it. */
	public static final int MAX_MESSAGE_SIZE = 200_000;

	private final Path directory;

	private final int port = FreePorts.next();

	private final int distributionPort = FreePorts.next();

	private final int namesPort = FreePorts.next();

	private final boolean root;

	private final Process names;

	private Process server;

	private RabbitServer() throws IOException {
		if (!Files.exists(PROGRAM)) {
			throw new IllegalStateException("These tests need RabbitMQ, and " + PROGRAM + " is missing."
					+ " Install it with: apt-get install -y --no-install-recommends rabbitmq-server");
		}
		this.directory = Files.createTempDirectory("rabbit");
		this.root = System.getProperty("user.name").equals("root");
		Files.writeString(this.directory.resolve("rabbitmq.conf"),
				"max_message_size = %d%nlog.console = false%nloopback_users = none%n".formatted(MAX_MESSAGE_SIZE));
		Files.writeString(this.directory.resolve("enabled_plugins"), "[].");
		if (this.root) {
			run("chown", "-R", "rabbitmq", this.directory.toString());
		}
		this.names = start("epmd", "-address", "127.0.0.1", "-port", Integer.toString(this.namesPort));
		this.server = launch();
	}

	/** Start a server, and wait until it takes connections. */
	public static RabbitServer start() {
		try {
			RabbitServer server = new RabbitServer();
			Runtime.getRuntime().addShutdownHook(new Thread(server::close));
			server.awaitStart();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The one server of this JVM, for tests that do not stop it. */
	public static RabbitServer shared() {
		return Shared.SERVER;
	}

	private Process launch() throws IOException {
		return start(PROGRAM.toString());
	}

	private Process start(String... command) throws IOException {
		List<String> line = new ArrayList<>();
		if (this.root) {
			line.addAll(List.of("setpriv", "--reuid", "rabbitmq", "--regid", "rabbitmq", "--clear-groups"));
		}
		line.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(line).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
		builder.environment().putAll(environment());
		return builder.start();
	}

	private Map<String, String> environment() {
		String files = this.directory.toString();
		return Map.ofEntries(Map.entry("HOME", files),
				Map.entry("RABBITMQ_NODENAME", "test" + this.port + "@localhost"),
				Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
				Map.entry("RABBITMQ_NODE_PORT", Integer.toString(this.port)),
				Map.entry("RABBITMQ_DIST_PORT", Integer.toString(this.distributionPort)),
				Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
				Map.entry("ERL_EPMD_PORT", Integer.toString(this.namesPort)),
				Map.entry("RABBITMQ_CONF_ENV_FILE", files + "/none"),
				Map.entry("RABBITMQ_MNESIA_BASE", files + "/data"), Map.entry("RABBITMQ_LOG_BASE", files + "/log"),
				Map.entry("RABBITMQ_CONFIG_FILE", files + "/rabbitmq"),
				Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", files + "/enabled_plugins"),
				Map.entry("RABBITMQ_PID_FILE", files + "/pid"),
				Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
						+ " -kernel inet_dist_use_interface {127,0,0,1}"));
	}

	private Path output() {
		return this.directory.resolve("output");
	}

	private void awaitStart() {
		try {
			Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(this::isReady);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("RabbitMQ does not start, see " + output(), ex);
		}
	}

	private boolean isReady() {
		if (!this.server.isAlive()) {
			throw new IllegalStateException("RabbitMQ has ended");
		}
		try (Connection connection = client().newConnection()) {
			return connection.isOpen();
		}
		catch (Exception ex) {
			return false;
		}
	}

	/** Return a factory of connections to the server. */
	public ConnectionFactory client() {
		ConnectionFactory client = new ConnectionFactory();
		client.setHost("127.0.0.1");
		client.setPort(this.port);
		return client;
	}

	/** Return the port that the server has, also while it is down. */
	public int port() {
		return this.port;
	}

	/** Kill the server as a power failure of its machine would. */
	public void kill() {
		this.server.descendants().forEach(ProcessHandle::destroyForcibly);
		this.server.destroyForcibly();
		await(this.server);
	}

	/**
	 * Let the server do nothing, with its connections open, until it is killed.
	 */
	public void suspend() {
		Signals.sendToAll("STOP", this.server.toHandle());
	}

	/** Start the server that was killed, with its data. */
	public void restart() {
		try {
			this.server = launch();
			awaitStart();
			electLeaders();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let each quorum queue have a leader. A queue of a single server that a client asks
	 * for before its election remains without one for ever
	 * (https://github.com/rabbitmq/rabbitmq-server/issues/10070).
	 */
	private void electLeaders() {
		control("eval", "[ra:trigger_election({Q, node()}) || {Q, S} <- ets:tab2list(ra_state), S =/= leader].");
	}

	/** Close the connections of all clients. */
	public void closeConnections() {
		control("close_all_connections", "by a test");
	}

	private void control(String... command) {
		List<String> line = new ArrayList<>(List.of(CONTROL.toString()));
		line.addAll(List.of(command));
		try {
			await(start(line.toArray(String[]::new)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void run(String... command) throws IOException {
		await(new ProcessBuilder(command).inheritIO().start());
	}

	private static void await(Process process) {
		try {
			if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("Process " + process.pid() + " does not end");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Kill the server and its name server, and delete the files. */
	@Override
	public void close() {
		if (!Files.exists(this.directory)) {
			return;
		}
		kill();
		this.names.destroyForcibly();
		await(this.names);
		try {
			Files.walkFileTree(this.directory, new Deletion());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Shared {

		static final RabbitServer SERVER = start();

	}

	private static final class Deletion extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.deleteIfExists(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
			Files.deleteIfExists(directory);
			return FileVisitResult.CONTINUE;
		}

	}

}
