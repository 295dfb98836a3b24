/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.github.safequeue.faults.ledger.LedgerProducers;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Instances of the application, and what is done to them. Used by one thread.
 */
final class LedgerCampaign implements AutoCloseable {

	private static final Duration FREEZE = Duration.ofSeconds(5);

	private static final Duration DRAIN = Duration.ofMinutes(5);

	private final Random random = new Random();

	private final Path directory;

	private final String url;

	private final List<String> properties;

	private final List<ForkedJvm> instances = new ArrayList<>();

	/** When a process was killed, by its number. */
	private final Map<String, Long> ends = new HashMap<>();

	/**
	 * Start the instances. The first one creates the tables before the others start.
	 */
	LedgerCampaign(Path directory, String url, int instances, String... properties) {
		this.directory = directory;
		this.url = url;
		this.properties = List.of(properties);
		try {
			for (int i = 0; i < instances; i++) {
				this.instances.add(start());
				if (i == 0) {
					ready(0);
				}
			}
			awaitReady();
		}
		catch (AssertionError ex) {
			close();
			throw ex;
		}
	}

	private ForkedJvm start() {
		List<String> args = new ArrayList<>(List.of("--ledger.directory=" + this.directory,
				"--spring.datasource.url=" + this.url, "--spring.datasource.hikari.maximum-pool-size=24",
				"--spring.datasource.hikari.connection-timeout=2000", "--safequeue.store.jdbc.initialize-schema=always",
				"--safequeue.store.jdbc.poll-interval=200ms", "--safequeue.defaults.retry.max-retries=-1",
				"--safequeue.defaults.retry.delay=50ms", "--safequeue.shutdown.drain-timeout=20s",
				"--spring.jmx.enabled=false", "--logging.level.com.zaxxer=off"));
		for (String queue : List.of(LedgerHandlers.KEYED, LedgerHandlers.UNKEYED)) {
			args.add("--safequeue.queues." + queue + ".store=jdbc");
		}
		if (this.properties.contains("--spring.profiles.active=weakened")) {
			WeakenedHandlers.ALL.forEach((queue) -> args.add("--safequeue.queues." + queue + ".store=jdbc"));
		}
		args.addAll(this.properties);
		return ForkedJvm.startWith(List.of(), LedgerApplication.class, args.toArray());
	}

	private ForkedJvm ready(int index) {
		return this.instances.get(index).awaitLine("ready");
	}

	void awaitReady() {
		this.instances.forEach((instance) -> instance.awaitLine("ready"));
	}

	private int any() {
		return this.random.nextInt(this.instances.size());
	}

	/** Let things take their course for a time in which anything may happen. */
	void goOn(int maxMillis) {
		try {
			Thread.sleep(this.random.nextInt(maxMillis));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Kill an instance and start another one. */
	void kill() {
		int index = any();
		ready(index);
		goOn(1500);
		kill(index);
		this.instances.set(index, start());
	}

	private void kill(int index) {
		ForkedJvm victim = this.instances.get(index);
		this.ends.put(Long.toString(victim.pid()), System.nanoTime());
		victim.signal("KILL").exitCode();
	}

	/**
	 * Crash the server. What is accepted now waits in the memory of instances, of which
	 * one is killed before the server starts again.
	 */
	void crash(CrashableServer server) {
		awaitReady();
		server.crash();
		int index = any();
		LedgerProducers.awaitAccepted(this.directory, this.instances.get(index).pid(), WeakenedHandlers.OFFERED);
		goOn(1500);
		kill(index);
		server.restart();
		this.instances.set(index, start());
	}

	/** Stop an instance for a while, its connections stay open. */
	void freeze() {
		ForkedJvm victim = ready(any());
		victim.signal("STOP");
		try {
			Thread.sleep(FREEZE.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			victim.signal("CONT");
		}
	}

	/** End each instance as an operator does, and start another one in its place. */
	void roll() {
		for (int index = 0; index < this.instances.size(); index++) {
			ready(index).signal("TERM").exitCode();
			this.instances.set(index, start());
			ready(index);
		}
	}

	List<ForkedJvm> instances() {
		return this.instances;
	}

	/** Submit nothing more, and wait until all that is stored is handled. */
	void drain() {
		try {
			Files.createFile(this.directory.resolve(LedgerProducers.ENOUGH));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.instances.forEach((instance) -> instance.awaitLine("quiet"));
	}

	/** Wait until no item is left, by a database that several processes may use. */
	void awaitNoItems() {
		JdbcTemplate jdbc = jdbc();
		Awaitility.await()
			.atMost(DRAIN)
			.pollInterval(Duration.ofMillis(200))
			.until(() -> Integer.valueOf(0)
				.equals(jdbc.queryForObject("select count(*) from safequeue_item", Integer.class)));
	}

	void end() {
		this.instances.forEach((instance) -> instance.signal("TERM"));
		this.instances.forEach(ForkedJvm::exitCode);
	}

	/** Return whether any item of a queue has had more than one effect so far. */
	static boolean isAnyTwice(String queue, JdbcTemplate jdbc) {
		return !jdbc
			.queryForList("select item_key from effect where queue = ? group by item_key, number having count(*) > 1",
					String.class, queue)
			.isEmpty();
	}

	/** Return what became of the items of each queue that breaks a guarantee. */
	Map<String, LedgerVerdict> weakened() {
		return WeakenedHandlers.ALL.stream().collect(Collectors.toMap(Function.identity(), this::verdict));
	}

	LedgerVerdict verdict(String queue) {
		return LedgerVerdict.of(queue, this.directory, jdbc(), this.ends);
	}

	JdbcTemplate jdbc() {
		return new JdbcTemplate(new DriverManagerDataSource(this.url));
	}

	@Override
	public void close() {
		this.instances.forEach(ForkedJvm::close);
	}

}
