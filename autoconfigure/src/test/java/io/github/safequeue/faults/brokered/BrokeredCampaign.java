/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerProducers;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances of the application, and what is done to them. Used by one thread.
 */
final class BrokeredCampaign implements AutoCloseable {

	/** How often a call that fails is repeated. */
	static final int RETRIES = 2;

	private static final Duration DRAIN = Duration.ofMinutes(5);

	private static final Duration SILENCE = Duration.ofMillis(1500);

	private final Random random = new Random();

	private final Path directory;

	private final Broker broker;

	private final List<String> queues;

	private final List<String> properties;

	private final List<ForkedJvm> instances = new ArrayList<>();

	/** When a process was killed, by its number. */
	private final Map<String, Long> ends = new HashMap<>();

	/**
	 * Start the instances.
	 * @param directory an empty directory, whose name is that of the places in the broker
	 * @param broker the broker
	 * @param instances how many
	 * @param weakened whether there are queues that each break a guarantee
	 * @param pause how long each submitter pauses
	 */
	BrokeredCampaign(Path directory, Broker broker, int instances, boolean weakened, Duration pause) {
		this.directory = directory;
		this.broker = broker;
		this.queues = new ArrayList<>(List.of(BrokeredHandlers.KEYED, BrokeredHandlers.UNKEYED));
		this.properties = new ArrayList<>(broker.properties());
		this.properties.addAll(List.of("--ledger.directory=" + directory,
				"--safequeue.defaults.retry.max-retries=" + RETRIES, "--safequeue.defaults.retry.delay=50ms",
				"--safequeue.shutdown.drain-timeout=20s", "--spring.jmx.enabled=false"));
		if (weakened) {
			this.queues.addAll(WeakenedHandlers.ALL);
			this.properties.add("--spring.profiles.active=weakened");
		}
		for (String queue : this.queues) {
			boolean keyed = queue.equals(BrokeredHandlers.KEYED) || queue.equals(WeakenedHandlers.EARLY);
			this.properties.addAll(broker.properties(queue, place(queue), keyed));
			broker.create(place(queue));
		}
		try {
			String submitting = "--ledger.pause=" + pause.toMillis() + "ms";
			this.properties.add(submitting);
			for (int i = 0; i < instances; i++) {
				this.instances.add(start());
			}
			awaitReady();
		}
		catch (AssertionError ex) {
			close();
			throw ex;
		}
	}

	private String place(String queue) {
		return this.directory.getFileName() + "-" + queue;
	}

	private ForkedJvm start() {
		return ForkedJvm.startWith(List.of(), BrokeredApplication.class, this.properties.toArray());
	}

	void awaitReady() {
		this.instances.forEach((instance) -> instance.awaitLine("ready"));
	}

	/**
	 * Return an instance that handles items, at a moment when anything may happen. One
	 * that has nothing to lose of the queue that acknowledges early is not returned, such
	 * as one that stands by for the only consumer of the broker.
	 */
	private int any() {
		int index = this.random.nextInt(this.instances.size());
		if (this.queues.contains(WeakenedHandlers.EARLY)) {
			index = anyThatHandlesEarly();
		}
		awaitCalls(index);
		goOn();
		return index;
	}

	private int anyThatHandlesEarly() {
		awaitReady();
		List<Long> before = earlyCalls();
		List<Integer> found = new ArrayList<>();
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(() -> {
			List<Long> now = earlyCalls();
			for (int index = 0; index < now.size(); index++) {
				if (now.get(index) > before.get(index)) {
					found.add(index);
				}
			}
			return !found.isEmpty();
		});
		return found.get(this.random.nextInt(found.size()));
	}

	/** Return how much of that queue each instance has handled. */
	private List<Long> earlyCalls() {
		return this.instances.stream()
			.map((instance) -> HandlerCall.count(this.directory, instance.pid(), WeakenedHandlers.EARLY))
			.toList();
	}

	/** Wait until an instance handles items, and not only waits for the broker. */
	private void awaitCalls(int index) {
		ForkedJvm instance = this.instances.get(index).awaitLine("ready");
		File calls = HandlerCall.file(this.directory, instance.pid()).toFile();
		long before = calls.length();
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(() -> calls.length() > before);
	}

	/** Let things take their course for a time in which anything may happen. */
	private void goOn() {
		try {
			Thread.sleep(this.random.nextInt(1500));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Kill an instance and start another one. */
	void kill() {
		int index = any();
		kill(index);
		this.instances.set(index, start());
	}

	private void kill(int index) {
		ForkedJvm victim = this.instances.get(index);
		this.ends.put(Long.toString(victim.pid()), System.nanoTime());
		victim.signal("KILL").exitCode();
	}

	/** End an instance as an operator does, and start another one in its place. */
	void replace() {
		replace(any());
	}

	private void replace(int index) {
		ForkedJvm old = this.instances.get(index);
		old.signal("TERM");
		this.instances.set(index, start());
		assertThat(old.exitCode()).as(old::outputText).isEqualTo(ForkedJvm.exitCodeAfter("TERM"));
	}

	/** End one instance after the other, each when all handle items. */
	void replaceAll() {
		for (int index = 0; index < this.instances.size(); index++) {
			awaitAllCalls();
			replace(index);
		}
		awaitAllCalls();
	}

	private void awaitAllCalls() {
		for (int index = 0; index < this.instances.size(); index++) {
			awaitCalls(index);
		}
	}

	/**
	 * Kill the server. What is accepted now waits in the memory of instances, of which
	 * one is killed before the server starts again.
	 */
	void outage() {
		int index = any();
		this.broker.kill();
		LedgerProducers.awaitAccepted(this.directory, this.instances.get(index).pid(), WeakenedHandlers.OFFERED);
		goOn();
		kill(index);
		this.broker.start();
		this.instances.set(index, start());
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
		awaitNoItems();
	}

	private void awaitNoItems() {
		Awaitility.await()
			.atMost(DRAIN)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> this.queues.stream().allMatch((queue) -> this.broker.isDrained(place(queue))));
		// What was acknowledged too early may still be handled.
		AtomicLong before = new AtomicLong(-1);
		Awaitility.await().atMost(DRAIN).pollInterval(SILENCE).until(() -> {
			long now = written();
			return before.getAndSet(now) == now;
		});
	}

	private long written() {
		File[] notebooks = Objects.requireNonNull(this.directory.toFile().listFiles());
		return Arrays.stream(notebooks).mapToLong(File::length).sum();
	}

	/** End all instances at the same time, as an operator does. */
	void end() {
		awaitReady();
		this.instances.forEach((instance) -> instance.signal("TERM"));
		this.instances.forEach((instance) -> assertThat(instance.exitCode()).as(instance::outputText)
			.isEqualTo(ForkedJvm.exitCodeAfter("TERM")));
		this.instances.clear();
	}

	/** Have an instance that submits nothing handle what is left. */
	void handleTheRest() {
		this.properties.removeIf((property) -> property.startsWith("--ledger.pause"));
		this.instances.add(start());
		awaitReady();
		awaitNoItems();
	}

	BrokeredVerdict verdict(String queue) {
		return BrokeredVerdict.of(queue, this.directory, this.ends, this.broker.deadLetters(place(queue)));
	}

	@Override
	public void close() {
		this.instances.forEach(ForkedJvm::close);
	}

}
