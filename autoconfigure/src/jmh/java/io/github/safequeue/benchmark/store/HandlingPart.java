/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Range;
import io.github.safequeue.benchmark.Results;

/**
 * How many items a second contenders write, and how many they handle while many wait.
 * They take turns, round by round; a ratio is one of a round.
 */
final class HandlingPart {

	private static final String PLAIN = "plain";

	private static final String QUEUE = "safequeue";

	private static final String DB_SCHEDULER = "db-scheduler";

	private static final Set<String> WRITERS = Set.of(PLAIN, QUEUE, DB_SCHEDULER, "plain:insert", "safequeue:enqueue");

	private static final long LIMIT_NANOS = 10_000_000_000L;

	private final Server server;

	private final Results results;

	private final int rounds;

	private final int waiting;

	private final long turn;

	private final int warmups;

	private final List<String> only;

	private final List<Entry> entries = new ArrayList<>();

	HandlingPart(Server server, Options options, Results results) {
		this.server = server;
		this.results = results;
		this.rounds = options.get("rounds", 7);
		this.waiting = options.get("waiting", 20_000);
		this.turn = options.get("millis", 800) * 1_000_000L;
		this.only = options.all("only", List.of());
		this.warmups = options.get("warmups", 2);
		Map<String, String> batch = Map.of("batch-size", "50");
		add(PLAIN, (tally) -> new PlainContender(server, tally, 100, 1));
		add("plain:50", (tally) -> new PlainContender(server, tally, 100, 50));
		add("plain:insert", (tally) -> new PlainContender(server, tally, 1, 1));
		add(QUEUE, (tally) -> new QueueContender(server, "single", new Listeners.Single(tally), 1, Map.of()));
		add("safequeue:batch-size=50",
				(tally) -> new QueueContender(server, "batch", new Listeners.Batch(tally), 1, batch));
		add("safequeue:keys=1", (tally) -> new QueueContender(server, "hot", new Listeners.Keyed(tally), 1, Map.of()));
		add("safequeue:keys=1/batch-size=50",
				(tally) -> new QueueContender(server, "hot-batch", new Listeners.KeyedBatch(tally), 1, batch));
		add("safequeue:keys=1000",
				(tally) -> new QueueContender(server, "keys", new Listeners.Keyed(tally), 1000, Map.of()));
		add("safequeue:keys=1000/batch-size=50",
				(tally) -> new QueueContender(server, "keys-batch", new Listeners.KeyedBatch(tally), 1000, batch));
		add("safequeue:enqueue", (tally) -> new EnqueueContender(server, new Listeners.Single(tally)));
		add(DB_SCHEDULER, (tally) -> new DbSchedulerContender(server, tally, "scheduled_tasks", false));
		add("db-scheduler:lock-and-fetch", (tally) -> new DbSchedulerContender(server, tally, "fetched_tasks", true));
		add("modulith", (tally) -> new ModulithContender(server, tally));
	}

	private void add(String name, Function<Tally, StoreContender> contender) {
		if (this.only.isEmpty() || this.only.contains(name)) {
			Tally tally = new Tally();
			this.entries.add(new Entry(name, tally, contender.apply(tally)));
		}
	}

	void run() throws Exception {
		Random random = new Random(42);
		// The first rounds warm up, and show how many items fill a turn.
		try {
			for (int round = -this.warmups; round < this.rounds; round++) {
				List<Entry> order = new ArrayList<>(this.entries);
				Collections.shuffle(order, random);
				for (Entry entry : order) {
					turn(entry, round >= 0);
				}
			}
		}
		finally {
			this.entries.forEach((entry) -> entry.contender.close());
		}
		report("handled", (entry) -> entry.handled);
		this.entries.removeIf((entry) -> !WRITERS.contains(entry.name));
		report("written", (entry) -> entry.written);
	}

	private void turn(Entry entry, boolean counts) throws Exception {
		StoreContender contender = entry.contender;
		int written = Math.min(this.waiting * 3, Math.max(this.waiting, entry.items * 5 / 4));
		if (entry.writesSlowly()) {
			written = Math.max(1, written / 10);
		}
		int items = Math.min(entry.items, written);
		this.server.jdbc().execute("truncate " + contender.table());
		long start = System.nanoTime();
		contender.write(written);
		double writing = perSecond(written, System.nanoTime() - start);
		this.server.jdbc().execute("vacuum (analyze) " + contender.table());
		long before = entry.tally.handled();
		entry.tally.expect(items);
		start = System.nanoTime();
		contender.start(items);
		entry.tally.await(entry.name);
		long nanos = System.nanoTime() - start;
		contender.stop();
		check(entry, written, before);
		entry.items = (int) Math.max(100, Math.min(100_000, items * (double) this.turn / nanos));
		if (counts) {
			entry.handled.add(perSecond(items, nanos));
			entry.written.add(writing);
		}
	}

	/**
	 * What was not handled is still there, and nothing was handled twice. What was being
	 * handled when the consumers were stopped is awaited.
	 */
	private void check(Entry entry, int written, long handledBefore) throws InterruptedException {
		if (entry.contender instanceof ModulithContender) {
			return;
		}
		long end = System.nanoTime() + LIMIT_NANOS;
		long missing = written;
		for (int equal = 0; equal < 2; equal = (missing == 0) ? equal + 1 : 0) {
			long handled = entry.tally.handled() - handledBefore;
			Long left = this.server.jdbc()
				.queryForObject("select count(*) from " + entry.contender.table(), Long.class);
			missing = written - handled - ((left != null) ? left : 0);
			if (missing != 0 && System.nanoTime() - end > 0) {
				throw new IllegalStateException("%s: %d items were written, %d were handled, %d are left"
					.formatted(entry.name, written, handled, left));
			}
			Thread.sleep(1);
		}
	}

	private static double perSecond(long items, long nanos) {
		return items * 1e9 / nanos;
	}

	private void report(String what, Function<Entry, List<Double>> figures) {
		Map<String, List<Double>> all = new LinkedHashMap<>();
		this.entries.forEach((entry) -> all.put(entry.name, figures.apply(entry)));
		this.results.head(what, "a second", "of plain", "of db-scheduler", "of safequeue");
		all.forEach((name, rates) -> {
			Range rate = Range.of(rates);
			this.results.cells(name, "%,.0f (%,.0f to %,.0f)".formatted(rate.median(), rate.low(), rate.high()),
					ratio(rates, all.get(PLAIN)), ratio(rates, all.get(DB_SCHEDULER)), ratio(rates, all.get(QUEUE)));
			this.results.row("what", what, "contender", name, "median", rate.median(), "low", rate.low(), "high",
					rate.high());
		});
	}

	private static String ratio(List<Double> rates, @Nullable List<Double> reference) {
		if (reference == null) {
			return "";
		}
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < rates.size(); i++) {
			ratios.add(rates.get(i) / reference.get(i));
		}
		return Range.of(ratios).inWords();
	}

	/** A contender and its figures. */
	private static final class Entry {

		private final String name;

		private final Tally tally;

		private final StoreContender contender;

		private final List<Double> written = new ArrayList<>();

		private final List<Double> handled = new ArrayList<>();

		private int items = 200;

		Entry(String name, Tally tally, StoreContender contender) {
			this.name = name;
			this.tally = tally;
			this.contender = contender;
		}

		boolean writesSlowly() {
			return this.name.endsWith(":insert") || this.name.endsWith(":enqueue");
		}

	}

}
