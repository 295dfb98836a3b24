/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import static org.awaitility.Awaitility.await;

/**
 * Objects that are collected, and the threads that run their callbacks: whether one of
 * them ever waits inside a callback is read from its stack, over and over.
 */
final class CleanerStorm implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final Cleaner[] cleaners;

	private final AtomicLong done = new AtomicLong();

	private final AtomicLong samples = new AtomicLong();

	private final Set<String> waits = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean stop = new AtomicBoolean();

	private final Thread sampler = new Thread(this::sample, "sampler");

	CleanerStorm(int cleaners) {
		this.cleaners = new Cleaner[cleaners];
		for (int i = 0; i < cleaners; i++) {
			this.cleaners[i] = Cleaner.create((task) -> {
				Thread thread = new Thread(task, "storm cleaner");
				thread.setDaemon(true);
				this.threads.add(thread);
				return thread;
			});
		}
		this.sampler.setDaemon(true);
		this.sampler.start();
	}

	/** Make objects that nobody holds. */
	void register(long from, int objects, LongConsumer callback) {
		for (int i = 0; i < objects; i++) {
			this.cleaners[i % this.cleaners.length].register(new Object(), new Callback(this.done, from + i, callback));
		}
	}

	/** Wait until so many callbacks ended. */
	void awaitDone(long callbacks) {
		await().atMost(LIMIT).until(() -> {
			if (this.done.get() < callbacks) {
				System.gc();
			}
			return this.done.get() >= callbacks;
		});
	}

	/** Return where threads were seen to wait inside a callback. */
	Set<String> waits() {
		return this.waits;
	}

	/** Return how often a thread was seen inside a callback. */
	long samples() {
		return this.samples.get();
	}

	private void sample() {
		while (!this.stop.get()) {
			for (Thread thread : this.threads) {
				// State and stack of one moment.
				ThreadInfo info = THREADS.getThreadInfo(thread.getId(), 64);
				if (info != null) {
					look(info);
				}
			}
			LockSupport.parkNanos(50_000);
		}
	}

	private void look(ThreadInfo info) {
		StackTraceElement[] stack = info.getStackTrace();
		for (StackTraceElement frame : stack) {
			if (frame.getClassName().equals(Callback.class.getName())) {
				this.samples.getAndIncrement();
				if (info.getThreadState() != Thread.State.RUNNABLE) {
					this.waits.add(info.getThreadState() + " in " + List.of(stack));
				}
			}
		}
	}

	@Override
	public void close() {
		this.stop.set(true);
	}

	/** What runs when an object was collected. */
	private record Callback(AtomicLong done, long number, LongConsumer action) implements Runnable {

		@Override
		public void run() {
			this.action.accept(this.number);
			this.done.getAndIncrement();
		}

	}

}
