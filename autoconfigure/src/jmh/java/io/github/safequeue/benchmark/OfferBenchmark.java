/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
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

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;

/**
 * {@code offer} alone, while no worker takes: to an empty queue, a half full one, a full
 * one, which refuses, and a closed one, which does too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class OfferBenchmark {

	private static final int CAPACITY = 32_768;

	private static final int OFFERS = 8192;

	@Benchmark
	@OperationsPerInvocation(OFFERS)
	public int queue(QueueState state) {
		CloseableSafeQueue<Item> queue = state.queue;
		Item item = state.item;
		int accepted = 0;
		for (int i = 0; i < OFFERS; i++) {
			if (queue.offer(item)) {
				accepted++;
			}
		}
		return check(accepted, state.level);
	}

	@Benchmark
	@OperationsPerInvocation(OFFERS)
	public int bare(BareState state) {
		Item item = state.item;
		int accepted = 0;
		for (int i = 0; i < OFFERS; i++) {
			if (state.offer(item)) {
				accepted++;
			}
		}
		return check(accepted, state.level);
	}

	private static int check(int accepted, String level) {
		int expected = (level.equals("empty") || level.equals("half")) ? OFFERS : 0;
		if (accepted != expected) {
			throw new IllegalStateException("Accepted " + accepted);
		}
		return accepted;
	}

	/** A queue of ours, paused. */
	@State(Scope.Thread)
	public static class QueueState {

		/** How full it is. */
		@Param({ "empty", "half", "full", "closed" })
		String level = "";

		final Item item = new Item(1);

		CloseableSafeQueue<Item> queue;

		@Setup(Level.Trial)
		public void create() {
			this.queue = SafeQueues.builder().name("offer").capacity(CAPACITY).handler((item) -> {
			}).build();
			if (this.level.equals("closed")) {
				this.queue.close();
			}
		}

		@Setup(Level.Invocation)
		public void fill() throws InterruptedException {
			boolean full = this.level.equals("full") && this.queue.size() == this.queue.capacity();
			if (full || this.level.equals("closed")) {
				return;
			}
			this.queue.resume();
			if (!this.queue.awaitQuiescence(Duration.ofSeconds(10))) {
				throw new IllegalStateException("Not handled");
			}
			this.queue.pause();
			// The first one lets the worker notice the pause.
			int count = switch (this.level) {
				case "full" -> CAPACITY;
				case "half" -> CAPACITY / 2;
				default -> 1;
			};
			for (int i = 0; i < count; i++) {
				this.queue.offer(this.item);
			}
		}

		@TearDown(Level.Trial)
		public void close() {
			this.queue.close();
		}

	}

	/** The queue of JCTools, and the look at whether the worker parks. */
	@State(Scope.Thread)
	public static class BareState {

		/** How full it is. */
		@Param({ "empty", "half", "full" })
		String level = "";

		final Item item = new Item(1);

		private final MpscVarHandleArrayQueue<Item> queue = new MpscVarHandleArrayQueue<>(CAPACITY);

		private volatile boolean parked;

		private final Thread worker = Thread.currentThread();

		@Setup(Level.Invocation)
		public void fill() {
			if (this.level.equals("full") && this.queue.size() == CAPACITY) {
				return;
			}
			this.queue.clear();
			int count = switch (this.level) {
				case "full" -> CAPACITY;
				case "half" -> CAPACITY / 2;
				default -> 1;
			};
			for (int i = 0; i < count; i++) {
				this.queue.offer(this.item);
			}
		}

		boolean offer(Item item) {
			if (!this.queue.offer(item)) {
				return false;
			}
			if (this.parked) {
				this.parked = false;
				LockSupport.unpark(this.worker);
			}
			return true;
		}

	}

}
