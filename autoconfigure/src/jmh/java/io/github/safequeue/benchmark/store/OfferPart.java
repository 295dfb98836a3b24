/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Range;
import io.github.safequeue.benchmark.Results;

/**
 * What {@code offer} costs its caller: of a queue in memory and of one with a store, in
 * one application, while their workers are kept from working. The worker of the one waits
 * in its handler, that of the other for a lock of the database.
 */
final class OfferPart {

	private static final int CAPACITY = 16_384;

	private static final int OFFERS = 8_192;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Server server;

	private final Results results;

	private final int rounds;

	private final Order order = Order.create(1, 1);

	OfferPart(Server server, Options options, Results results) {
		this.server = server;
		this.results = results;
		this.rounds = options.get("offers", 41);
	}

	@SuppressWarnings("unchecked")
	void run() throws Exception {
		Gate gate = new Gate();
		Map<String, String> properties = Map.of("safequeue.queues.stored.store", "jdbc",
				"safequeue.queues.stored.item-type", Order.class.getName(), "safequeue.defaults.capacity",
				Integer.toString(CAPACITY));
		Figures memoryFigures = new Figures();
		Figures storedFigures = new Figures();
		try (ConfigurableApplicationContext context = StoreApplication.start(this.server, StoreApplication.Queues.class,
				List.of(gate), properties); HikariDataSource pool = this.server.pool()) {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			SafeQueue<Order> memory = (SafeQueue<Order>) registry.find("memory").orElseThrow();
			SafeQueue<Order> stored = (SafeQueue<Order>) registry.find("stored").orElseThrow();
			for (int round = -this.rounds / 4 - 1; round < this.rounds; round++) {
				gate.close();
				try (Connection connection = pool.getConnection(); Statement lock = connection.createStatement()) {
					connection.setAutoCommit(false);
					lock.execute("lock table safequeue_item in access exclusive mode");
					hold(memory);
					hold(stored);
					boolean first = round % 2 == 0;
					measure(first ? memory : stored, first ? memoryFigures : storedFigures, round >= 0);
					measure(first ? stored : memory, first ? storedFigures : memoryFigures, round >= 0);
					connection.rollback();
				}
				gate.open();
				settle(memory);
				settle(stored);
				this.server.jdbc().execute("truncate safequeue_item");
			}
		}
		report(memoryFigures, storedFigures);
	}

	/** Give the worker something that it cannot finish. */
	private void hold(SafeQueue<Order> queue) {
		queue.offer(this.order);
		while (queue.size() > 0) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private void measure(SafeQueue<Order> queue, Figures figures, boolean counts) {
		long thread = Thread.currentThread().getId();
		long bytes = THREADS.getThreadAllocatedBytes(thread);
		long start = System.nanoTime();
		int accepted = offer(queue);
		long room = System.nanoTime() - start;
		bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
		check(accepted, OFFERS);
		while (queue.offer(this.order)) {
			// Until it is full.
		}
		long refusedBytes = THREADS.getThreadAllocatedBytes(thread);
		start = System.nanoTime();
		accepted = offer(queue);
		long full = System.nanoTime() - start;
		refusedBytes = THREADS.getThreadAllocatedBytes(thread) - refusedBytes;
		check(accepted, 0);
		if (counts) {
			figures.room.add(room / (double) OFFERS);
			figures.full.add(full / (double) OFFERS);
			figures.roomBytes.add(bytes / (double) OFFERS);
			figures.fullBytes.add(refusedBytes / (double) OFFERS);
		}
	}

	private int offer(SafeQueue<Order> queue) {
		int accepted = 0;
		for (int i = 0; i < OFFERS; i++) {
			if (queue.offer(this.order)) {
				accepted++;
			}
		}
		return accepted;
	}

	private static void check(int accepted, int expected) {
		if (accepted != expected) {
			throw new IllegalStateException("Accepted %d in place of %d".formatted(accepted, expected));
		}
	}

	private static void settle(SafeQueue<Order> queue) throws InterruptedException {
		if (!queue.awaitQuiescence(Duration.ofMinutes(1))) {
			throw new IllegalStateException("Not settled: " + queue.snapshot());
		}
	}

	private void report(Figures memory, Figures stored) {
		this.results.head("`offer`, nanoseconds", "in memory", "`store=jdbc`", "ratio", "bytes in memory",
				"bytes, `store=jdbc`");
		report("room left", memory.room, stored.room, memory.roomBytes, stored.roomBytes);
		report("full: refused", memory.full, stored.full, memory.fullBytes, stored.fullBytes);
	}

	private void report(String what, List<Double> memory, List<Double> stored, List<Double> memoryBytes,
			List<Double> storedBytes) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < memory.size(); i++) {
			ratios.add(stored.get(i) / memory.get(i));
		}
		this.results.cells(what, Range.of(memory).inWords(), Range.of(stored).inWords(), Range.of(ratios).inWords(),
				Range.of(memoryBytes).median(), Range.of(storedBytes).median());
		this.results.row("what", "offer", "case", what, "memory", Range.of(memory).median(), "stored",
				Range.of(stored).median(), "ratio", Range.of(ratios).median(), "memoryBytes",
				Range.of(memoryBytes).median(), "storedBytes", Range.of(storedBytes).median());
	}

	/** Nanoseconds and bytes of a call. */
	private static final class Figures {

		private final List<Double> room = new ArrayList<>();

		private final List<Double> full = new ArrayList<>();

		private final List<Double> roomBytes = new ArrayList<>();

		private final List<Double> fullBytes = new ArrayList<>();

	}

	/** A handler that waits while it is closed. */
	static class Gate {

		private volatile CountDownLatch latch = new CountDownLatch(0);

		void close() {
			this.latch = new CountDownLatch(1);
		}

		void open() {
			this.latch.countDown();
		}

		@SafeQueueListener("memory")
		void on(Order order) throws InterruptedException {
			this.latch.await();
		}

	}

}
