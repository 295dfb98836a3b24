/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.safequeue.SafeQueues;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Registers a million objects with the JDK's cleaner and with ours, and waits until all
 * of their actions have run: by {@code clean()}, or because the objects were collected.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class CleanerBenchmark {

	private static final int OBJECTS = 1_000_000;

	/** Whose cleaner. */
	@Param({ "jdk", "safe", "safe-clean-on-close" })
	String cleaner = "";

	private final AtomicLong cleaned = new AtomicLong();

	private @Nullable Registry registry;

	private @Nullable ManagedQueue<?> queue;

	@Setup(Level.Trial)
	public void setUp() {
		if (this.cleaner.equals("jdk")) {
			this.registry = Cleaner.create()::register;
		}
		else {
			ManagedQueue<?> queue = (ManagedQueue<?>) SafeQueues.builder()
				.name("cleaner")
				.capacity(0)
				.handler(SafeCleaners.handler())
				.build();
			this.queue = queue;
			this.registry = SafeCleaners.on(queue, this.cleaner.endsWith("close"))::register;
		}
	}

	@TearDown(Level.Trial)
	public void tearDown() {
		if (this.queue != null) {
			this.queue.close();
		}
	}

	@Benchmark
	@OperationsPerInvocation(OBJECTS)
	public void registerAndClean() {
		Registry registry = registry();
		this.cleaned.set(0);
		for (int i = 0; i < OBJECTS; i++) {
			registry.register(new Object(), this.cleaned::incrementAndGet).clean();
		}
		check();
	}

	@Benchmark
	@OperationsPerInvocation(OBJECTS)
	public void registerAndCollect() {
		Registry registry = registry();
		this.cleaned.set(0);
		for (int i = 0; i < OBJECTS; i++) {
			registry.register(new Object(), this.cleaned::incrementAndGet);
		}
		while (this.cleaned.get() < OBJECTS) {
			System.gc();
		}
		check();
	}

	private Registry registry() {
		if (this.registry == null) {
			throw new IllegalStateException("Not set up");
		}
		return this.registry;
	}

	private void check() {
		if (this.cleaned.get() != OBJECTS) {
			throw new IllegalStateException(this.cleaned + " actions ran instead of " + OBJECTS);
		}
	}

	/** What both cleaners can do. */
	interface Registry {

		Cleaner.Cleanable register(Object referent, Runnable cleanup);

	}

}
