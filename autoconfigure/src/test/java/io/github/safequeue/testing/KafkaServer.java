/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka server of one broker in a JVM of its own, which can be killed and started again
 * with its data. Used by one thread.
 */
public final class KafkaServer implements AutoCloseable {

	/** How many partitions a topic has that is created without a number. */
	public static final int PARTITIONS = 3;

	private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

	private final Path directory;

	private final int port = FreePorts.next();

	private @Nullable ForkedJvm jvm;

	/**
	 * Start a server.
	 * @param directory where it keeps its data
	 */
	public KafkaServer(Path directory) {
		this.directory = directory.resolve("kafka");
		int controller = FreePorts.next();
		String properties = """
				process.roles=broker,controller
				node.id=1
				controller.quorum.voters=1@127.0.0.1:%1$d
				listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
				advertised.listeners=PLAINTEXT://127.0.0.1:%2$d
				controller.listener.names=CONTROLLER
				inter.broker.listener.name=PLAINTEXT
				listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
				log.dirs=%3$s
				num.partitions=%4$d
				default.replication.factor=1
				offsets.topic.replication.factor=1
				offsets.topic.num.partitions=2
				transaction.state.log.replication.factor=1
				transaction.state.log.min.isr=1
				share.coordinator.state.topic.replication.factor=1
				share.coordinator.state.topic.min.isr=1
				group.initial.rebalance.delay.ms=0
				auto.create.topics.enable=false
				""".formatted(controller, this.port, this.directory.resolve("data"), PARTITIONS);
		try {
			Files.createDirectories(this.directory);
			Files.writeString(configuration(), properties);
			Files.writeString(logging(), "<configuration><root level='OFF'/></configuration>");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		int formatted = run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", configuration().toString())
			.exitCode();
		if (formatted != 0) {
			throw new IllegalStateException("The storage of Kafka could not be prepared: " + formatted);
		}
		start();
	}

	private Path configuration() {
		return this.directory.resolve("server.properties");
	}

	private Path logging() {
		return this.directory.resolve("logback.xml");
	}

	private ForkedJvm run(String main, String... args) {
		List<String> command = new ArrayList<>(List.of("-Xmx400m", "-Dlogback.configurationFile=" + logging(), "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main));
		command.addAll(List.of(args));
		return ForkedJvm.startWith(command);
	}

	/** Where clients find the server. */
	public String bootstrapServers() {
		return "127.0.0.1:" + this.port;
	}

	/** Start the server, and wait until it answers. */
	public void start() {
		this.jvm = run("kafka.Kafka", configuration().toString());
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::answers);
	}

	private boolean answers() {
		try (Admin admin = admin()) {
			return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).size() == 1;
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A client of the server. */
	public Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", bootstrapServers(), "default.api.timeout.ms", 10_000,
				"request.timeout.ms", 5000));
	}

	/** Kill the server. */
	public void kill() {
		ForkedJvm jvm = this.jvm;
		if (jvm != null) {
			jvm.signalIfAlive("KILL").exitCode();
			this.jvm = null;
		}
	}

	/** Let the server do nothing, with its connections open, until it is killed. */
	public void suspend() {
		ForkedJvm jvm = this.jvm;
		if (jvm != null) {
			jvm.signal("STOP");
		}
	}

	@Override
	public void close() {
		kill();
	}

}
