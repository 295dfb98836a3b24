/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Handlers that use up the stack of their worker: they offer to their own queue while
 * they climb back, and fail or not. What takes the dead letters, and what waits for the
 * futures, runs out of stack as well.
 */
final class HandlerOverflowProbe {

	/** How many frames above the overflow a handler offers. */
	private static final int FRAMES = 40;

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final Item LEAF = new Item(-1);

	private final AtomicLong hits = new AtomicLong();

	private final AtomicInteger answered = new AtomicInteger();

	private volatile DefaultSafeQueue<Item> queue;

	/**
	 * Probe queues.
	 * @param args how many items to submit to each, and the shapes of the queues
	 */
	public static void main(String[] args) throws Exception {
		int items = Integer.parseInt(args[0]);
		for (int i = 1; i < args.length; i++) {
			new HandlerOverflowProbe().probe(args[i], items);
		}
		System.exit(0);
	}

	private void probe(String shape, int count) throws InterruptedException {
		this.queue = (DefaultSafeQueue<Item>) builder(shape).<Item>build();
		this.queue.start();
		List<Item> items = new ArrayList<>();
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Item item = new Item(i);
			items.add(item);
			CompletableFuture<Void> future = this.queue.submit(item);
			futures.add(future);
			future.whenComplete((done, failure) -> overflow(0));
			if (i % 16 == 15) {
				this.queue.awaitQuiescence(LIMIT);
			}
		}
		boolean quiet = this.queue.awaitQuiescence(LIMIT);
		// Once more for what handlers offered meanwhile.
		quiet &= this.queue.awaitQuiescence(LIMIT);
		// A future is completed after its item is counted.
		Awaitility.await().atMost(LIMIT).until(() -> futures.stream().allMatch(CompletableFuture::isDone));
		SafeQueueSnapshot end = this.queue.snapshot();
		long failing = items.stream().filter(Item::fails).count();
		boolean sound = quiet && items.stream().allMatch(Item::endedOnce)
				&& futures.stream().filter(CompletableFuture::isCompletedExceptionally).count() == failing
				&& end.failed() == failing && end.accepted() == end.handled() + end.failed()
				&& end.accepted() >= count + this.answered.get() && end.inFlight() == 0
				&& this.queue.replacedWorkers() == 0;
		System.out.printf("probed %s hits=%d accepted=%d %s%n", shape, this.hits.get(), end.accepted(),
				(sound) ? "sound" : "quiet " + quiet + ", replaced " + this.queue.replacedWorkers() + ", " + end);
	}

	private SafeQueueBuilder builder(String shape) {
		SafeQueueBuilder builder = Fixtures.managed().name("q").deadLetterHandler(this::deadLetter);
		builder.capacity((shape.equals("linked")) ? 0 : 1024);
		builder.concurrency((shape.equals("ring") || shape.equals("linked")) ? 1 : 3);
		builder.virtualThreads(shape.equals("virtual"));
		if (shape.equals("lanes")) {
			builder.key(Item::number);
		}
		return (shape.equals("batch")) ? builder.batchHandler(this::handleAll, 1) : builder.handler(this::handle);
	}

	private void handleAll(List<Item> items) {
		items.forEach(this::handle);
	}

	private void handle(Item item) {
		if (item.number < 0) {
			return;
		}
		climb(new int[1]);
		if (item.fails()) {
			overflow(0);
			throw new StackOverflowError("again");
		}
		item.ends.incrementAndGet();
	}

	private void deadLetter(DeadLetter<?> letter) {
		Item item = (Item) letter.item();
		item.ends.incrementAndGet();
		overflow(0);
		if (item.number % 4 == 0) {
			throw new StackOverflowError("again");
		}
	}

	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private void climb(int[] frames) {
		try {
			climb(frames);
		}
		catch (StackOverflowError ex) {
			// This frame is as deep as it gets.
		}
		if (frames[0] < FRAMES) {
			frames[0]++;
			try {
				if (this.queue.offer(LEAF)) {
					this.answered.getAndIncrement();
				}
			}
			catch (StackOverflowError ex) {
				// Whether it was accepted is not known.
			}
		}
	}

	private int overflow(int depth) {
		try {
			return overflowing(depth);
		}
		catch (StackOverflowError ex) {
			this.hits.incrementAndGet();
			return 0;
		}
	}

	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private int overflowing(int depth) {
		return overflowing(depth + 1) + 1;
	}

	private record Item(int number, AtomicInteger ends) {

		Item(int number) {
			this(number, new AtomicInteger());
		}

		boolean fails() {
			return this.number % 2 == 0;
		}

		boolean endedOnce() {
			return this.ends.get() == 1;
		}

	}

}
