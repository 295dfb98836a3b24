/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Range;
import io.github.safequeue.benchmark.Results;

/**
 * How long it takes from the commit of a single item to its handler, while nothing else
 * waits: in the instance that has written it, and in another one, which polls.
 */
final class LatencyPart {

	private static final long LIMIT_SECONDS = 30;

	/** How long nothing happens before an item. */
	private static final int GAP_MILLIS = 2;

	private final Server server;

	private final Results results;

	private final int items;

	private final int polls;

	LatencyPart(Server server, Options options, Results results) {
		this.server = server;
		this.results = results;
		this.items = options.get("latencies", 1000);
		this.polls = options.get("polls", 15);
	}

	void run() throws Exception {
		this.results.head("from the commit to the handler, milliseconds", "items", "50 %", "90 %", "99 %", "largest");
		sameInstance();
		anotherInstance("100ms", 100, this.polls * 4);
		anotherInstance("1s", 1000, this.polls);
	}

	private void sameInstance() throws Exception {
		Arrival arrival = new Arrival();
		try (ConfigurableApplicationContext context = start("same", "1s", List.of(arrival), Map.of())) {
			TransactionTemplate transactions = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			DurableQueue<Order> queue = QueueContender.find(context, "same");
			List<Long> enqueued = new ArrayList<>();
			List<Long> offered = new ArrayList<>();
			for (int i = -this.items / 2; i < this.items; i++) {
				Thread.sleep(GAP_MILLIS);
				long start = enqueue(transactions, queue, i);
				long afterCommit = arrival.next() - start;
				Thread.sleep(GAP_MILLIS);
				start = System.nanoTime();
				queue.offer(Order.create(i, 1));
				long afterOffer = arrival.next() - start;
				if (i >= 0) {
					enqueued.add(afterCommit);
					offered.add(afterOffer);
				}
			}
			report("same instance", enqueued);
			report("same instance, from before `offer`", offered);
		}
	}

	/** Return the moment after the commit, before the queue knows of it. */
	private static long enqueue(TransactionTemplate transactions, DurableQueue<Order> queue, int number) {
		long[] commit = new long[1];
		transactions.executeWithoutResult((status) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					commit[0] = System.nanoTime();
				}

			});
			queue.enqueue(Order.create(number, 1));
		});
		return commit[0];
	}

	/** One instance that only submits, and one that handles. */
	private void anotherInstance(String interval, int millis, int count) throws Exception {
		Arrival arrival = new Arrival();
		String name = "poll" + interval;
		Random random = new Random(42);
		try (ConfigurableApplicationContext handling = start(name, interval, List.of(arrival), Map.of());
				ConfigurableApplicationContext submitting = start(name, interval, List.of(),
						Map.of("safequeue.queues.%s.item-type".formatted(name), Order.class.getName()))) {
			DurableQueue<Order> queue = QueueContender.find(submitting, name);
			List<Long> times = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				Thread.sleep(random.nextInt(millis));
				queue.enqueue(Order.create(i, 1));
				long start = System.nanoTime();
				times.add(Math.max(0, arrival.next() - start));
			}
			report("another instance, `poll-interval=%s`".formatted(interval), times);
			if (!handling.isRunning()) {
				throw new IllegalStateException("The other instance has ended");
			}
		}
	}

	private ConfigurableApplicationContext start(String name, String interval, List<Object> beans,
			Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.put("queue", name);
		all.put("safequeue.queues.%s.store".formatted(name), "jdbc");
		all.put("safequeue.store.jdbc.poll-interval", interval);
		return StoreApplication.start(this.server, StoreApplication.Queues.class, beans, all);
	}

	private void report(String what, List<Long> nanos) {
		long[] values = nanos.stream().mapToLong(Long::longValue).toArray();
		Object[] cells = new Object[] { what, values.length, millis(values, 0.5), millis(values, 0.9),
				millis(values, 0.99), millis(values, 1) };
		this.results.cells(cells);
		this.results.row("what", "latency", "case", what, "median", cells[2], "p90", cells[3], "p99", cells[4]);
	}

	private static double millis(long[] nanos, double part) {
		return Range.percentile(nanos, part) / 1e6;
	}

	/** Notes when the handler is called. */
	static class Arrival {

		private final BlockingQueue<Long> times = new LinkedBlockingQueue<>();

		@SafeQueueListener("${queue}")
		void on(Order order) {
			this.times.add(System.nanoTime());
		}

		long next() throws InterruptedException {
			Long time = this.times.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
			if (time == null) {
				throw new IllegalStateException("An item did not arrive");
			}
			return time;
		}

	}

}
