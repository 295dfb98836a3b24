/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Range;
import io.github.safequeue.benchmark.Results;

/**
 * Measures a queue with a broker beside a plain listener and a plain template of
 * Spring's, in turns on one broker, with meters. Each turn writes items, and handles them
 * in another application. Options:
 * {@code items=30000 rounds=7 warmups=2 offers=41 concurrency=1 only=safequeue}.
 */
abstract class BrokerComparison {

	static final String PLAIN = "plain";

	static final String QUEUE = "safequeue";

	private final Options options;

	private final int items;

	private final int concurrency;

	private final Map<String, List<Double>> figures = new TreeMap<>();

	private final Map<String, List<Double>> ratios = new TreeMap<>();

	private int destinations;

	BrokerComparison(Options options) {
		this.options = options;
		this.items = options.get("items", 30_000);
		this.concurrency = options.get("concurrency", 1);
	}

	/** The name of the store. */
	abstract String store();

	/** An application with queues. */
	abstract Class<?> queues();

	/** An application without queues. */
	abstract Class<?> plain();

	/** Create a place for items, where the store does not. */
	abstract void create(String destination) throws Exception;

	/** The settings of an application. */
	abstract List<String> properties(String destination, int concurrency);

	/** Return what writes an item as a plain template does. */
	abstract Function<Order, CompletableFuture<?>> template(ApplicationContext context, String destination);

	/** Return a listener that acknowledges each item after it was handled. */
	abstract Object plainListener(Tally tally);

	abstract void killServer();

	/** Let clients log errors only, also those that wait for a server. */
	static void logErrors() {
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
	}

	/** Measure, print and write. */
	final void run() throws Exception {
		int warmups = this.options.get("warmups", 2);
		for (int round = -warmups; round < this.options.get("rounds", 7); round++) {
			Map<String, Double> results = new TreeMap<>();
			List<String> turns = (round % 2 == 0) ? List.of(PLAIN, QUEUE) : List.of(QUEUE, PLAIN);
			for (String contender : this.options.all("only", turns)) {
				String destination = newDestination();
				results.put("write, " + contender, write(contender, destination));
				results.put("handle, " + contender, handle(contender, destination));
			}
			add(results, round, (what) -> what.replace(QUEUE, PLAIN));
		}
		offer();
		report();
	}

	private void add(Map<String, Double> results, int round, Function<String, String> peer) {
		if (round < 0) {
			return;
		}
		results.forEach((what, figure) -> {
			this.figures.computeIfAbsent(what, (key) -> new ArrayList<>()).add(figure);
			this.ratios.computeIfAbsent(what, (key) -> new ArrayList<>())
				.add(figure / results.getOrDefault(peer.apply(what), figure));
		});
	}

	private String newDestination() throws Exception {
		String destination = "orders" + this.destinations++;
		create(destination);
		return destination;
	}

	private ConfigurableApplicationContext start(Class<?> configuration, String destination, Object... beans) {
		List<String> properties = new ArrayList<>(properties(destination, this.concurrency));
		properties.addAll(List.of("logging.level.root=ERROR", "destination=" + destination,
				"safequeue.queues.orders.store=" + store(),
				"safequeue.queues.orders.item-type=" + Order.class.getName(), "safequeue.defaults.capacity=65536",
				"safequeue.queues.orders.concurrency=" + this.concurrency, "safequeue.shutdown.drain-timeout=2s"));
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties(properties.toArray(String[]::new))
			.initializers((context) -> {
				for (Object bean : beans) {
					register((GenericApplicationContext) context, bean);
				}
			})
			.run();
	}

	@SuppressWarnings("unchecked")
	private static void register(GenericApplicationContext context, Object bean) {
		context.registerBean((Class<Object>) bean.getClass(), () -> bean);
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<Order> queue(ApplicationContext context, String name) {
		return (SafeQueue<Order>) context.getBean(SafeQueueRegistry.class).find(name).orElseThrow();
	}

	/** Return how many items are written a second, until the last is confirmed. */
	private double write(String contender, String destination) throws Exception {
		try (ConfigurableApplicationContext context = start(queues(), destination)) {
			SafeQueue<Order> queue = queue(context, "orders");
			Function<Order, CompletableFuture<?>> template = template(context, destination);
			((DurableQueue<Order>) queue).send(Order.create(0)).get(1, TimeUnit.MINUTES);
			template.apply(Order.create(0)).get(1, TimeUnit.MINUTES);
			List<CompletableFuture<?>> futures = new ArrayList<>();
			long begin = System.nanoTime();
			for (int i = 0; i < this.items; i++) {
				Order order = Order.create(i);
				if (contender.equals(QUEUE)) {
					while (!queue.offer(order)) {
						// Leaves the processor to what writes.
						LockSupport.parkNanos(100_000);
					}
				}
				else {
					futures.add(template.apply(order));
				}
			}
			for (CompletableFuture<?> future : futures) {
				future.get(1, TimeUnit.MINUTES);
			}
			while (queue.size() > 0 || queue.snapshot().inFlight() > 0) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
			return this.items * 1e9 / (System.nanoTime() - begin);
		}
	}

	/** Return how many of the items that are there are handled a second. */
	private double handle(String contender, String destination) throws Exception {
		Tally tally = new Tally(this.items);
		ConfigurableApplicationContext context = contender.equals(QUEUE)
				? start(queues(), destination, new QueueListener(tally))
				: start(plain(), destination, plainListener(tally));
		try {
			return tally.rate();
		}
		finally {
			context.close();
		}
	}

	/** What {@code offer} costs while the broker is down, beside a queue in memory. */
	private void offer() throws Exception {
		try (ConfigurableApplicationContext context = start(queues(), newDestination(), new Paused())) {
			SafeQueue<Order> stored = queue(context, "orders");
			SafeQueue<Order> memory = queue(context, "memory");
			((DurableQueue<Order>) stored).send(Order.create(0)).get(1, TimeUnit.MINUTES);
			killServer();
			Order order = Order.create(1);
			int rounds = this.options.get("offers", 41);
			int offers = 60_000 / (rounds + 10);
			for (int round = -10; round < rounds; round++) {
				boolean first = round % 2 == 0;
				Map<String, Double> results = new TreeMap<>();
				double one = offer(first ? memory : stored, order, offers);
				double other = offer(first ? stored : memory, order, offers);
				results.put("offer, memory", first ? one : other);
				results.put("offer, broker down", first ? other : one);
				add(results, round, (what) -> "offer, memory");
			}
		}
	}

	/** Return what a call takes, in nanoseconds. */
	private static double offer(SafeQueue<Order> queue, Order order, int offers) {
		long begin = System.nanoTime();
		for (int i = 0; i < offers; i++) {
			if (!queue.offer(order)) {
				throw new IllegalStateException("Queue '%s' is full".formatted(queue.name()));
			}
		}
		return (System.nanoTime() - begin) / (double) offers;
	}

	private void report() throws Exception {
		Results results = new Results(this.options.get("name", store()));
		results.head("what", "median (10 to 90 %)", "of the plain one");
		this.figures.forEach((what, figures) -> {
			Range range = Range.of(figures);
			Range ratio = Range.of(this.ratios.getOrDefault(what, figures));
			results.cells(what, range.inWords(), ratio.inWords());
			results.row("what", what, "low", range.low(), "median", range.median(), "high", range.high(), "ratio",
					ratio.median());
		});
		results.write();
	}

	static final class QueueListener {

		private final Tally tally;

		QueueListener(Tally tally) {
			this.tally = tally;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.tally.handled();
		}

	}

	static final class Paused {

		@SafeQueueListener(queues = "memory", autoStartup = "false")
		void on(Order order) {
			// Not called before the queue closes.
		}

	}

	/** Reads and writes items for the plain ones. */
	static JsonMapper mapper() {
		return JsonMapper.builder().build();
	}

}
