/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;

/**
 * How the time for an item grows with the number of items and with the number of queues.
 * That it grows with producers, {@link Comparison} shows. The options, with their
 * defaults: {@code items=10000,100000,1000000,10000000,100000000},
 * {@code queues=1,10,100,1000}, {@code share=2000000} (items for all queues together),
 * {@code rounds=5}, {@code name=growth}.
 */
public final class Growth {

	private static final int CAPACITY = 8192;

	/** How many items in turn go to one queue. */
	private static final int RUN = 1000;

	private final Results results;

	private final int rounds;

	private Growth(Options options) {
		this.results = new Results(options.get("name", "growth"));
		this.rounds = options.get("rounds", 5);
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if the thread is interrupted
	 */
	public static void main(String... args) throws Exception {
		Options options = new Options(args);
		Growth growth = new Growth(options);
		growth.items(options.numbers("items", "10000,100000,1000000,10000000,100000000"));
		growth.queues(options.numbers("queues", "1,10,100,1000"), options.get("share", 2_000_000));
		growth.results.write();
	}

	private void items(int[] numbers) throws IOException {
		this.results.head("items", "ns an item", "heap afterwards, KB more than before");
		Entry entry = new Entry(Entry.QUEUE);
		Arrivals arrivals = entry.arrivals(0);
		Item[] items = entry.items();
		try (Contender contender = entry.start(CAPACITY, arrivals)) {
			for (int i = 0; i < this.rounds; i++) {
				Round.run(contender, arrivals, items, 1, numbers[numbers.length / 2]);
			}
			for (int number : numbers) {
				long heap = usedHeap();
				List<Double> times = new ArrayList<>();
				for (int i = 0; i < this.rounds; i++) {
					times.add(Round.run(contender, arrivals, items, 1, number) / (double) number);
				}
				double more = (usedHeap() - heap) / 1024.0;
				Range time = Range.of(times);
				this.results.cells("%,d".formatted(number), time.inWords(), more);
				this.results.row("what", "items", "number", number, "nanos", time.median(), "low", time.low(), "high",
						time.high(), "heapKilobytes", more);
			}
		}
		arrivals.check();
	}

	private void queues(int[] numbers, int share) throws InterruptedException {
		this.results.head("queues", "ns an item", "heap, KB a queue");
		Item item = new Item(0);
		for (int number : numbers) {
			long heap = usedHeap();
			List<CloseableSafeQueue<Item>> queues = new ArrayList<>();
			for (int i = 0; i < number; i++) {
				queues.add(SafeQueues.builder().name("q" + i).capacity(CAPACITY).handler((handled) -> {
				}).build());
			}
			double each = (usedHeap() - heap) / 1024.0 / number;
			List<Double> times = new ArrayList<>();
			for (int i = -2; i < this.rounds; i++) {
				long start = System.nanoTime();
				long sent = send(queues, item, share);
				if (i >= 0) {
					times.add((System.nanoTime() - start) / (double) sent);
				}
			}
			check(queues);
			Range time = Range.of(times);
			this.results.cells("%,d".formatted(number), time.inWords(), each);
			this.results.row("what", "queues", "number", number, "nanos", time.median(), "low", time.low(), "high",
					time.high(), "heapKilobytes", each);
		}
	}

	private static long send(List<CloseableSafeQueue<Item>> queues, Item item, int share) throws InterruptedException {
		long sent = 0;
		for (int turn = 0; sent < share; turn++) {
			CloseableSafeQueue<Item> queue = queues.get(turn % queues.size());
			for (int i = 0; i < RUN; i++, sent++) {
				int tries = 0;
				while (!queue.offer(item)) {
					tries = Backoff.pause(tries);
				}
			}
		}
		for (CloseableSafeQueue<Item> queue : queues) {
			if (!queue.awaitQuiescence(Duration.ofSeconds(60))) {
				throw new IllegalStateException("Not handled: " + queue.snapshot());
			}
		}
		return sent;
	}

	private static void check(List<CloseableSafeQueue<Item>> queues) {
		for (CloseableSafeQueue<Item> queue : queues) {
			queue.close();
			if (queue.snapshot().handled() != queue.snapshot().accepted()) {
				throw new IllegalStateException("Not handled: " + queue.snapshot());
			}
		}
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
