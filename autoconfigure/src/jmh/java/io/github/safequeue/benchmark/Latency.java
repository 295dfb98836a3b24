/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.openjdk.jmh.infra.Blackhole;

/**
 * Times single items. While the worker has nothing to do: how long {@code offer} takes,
 * and how long it is from before {@code offer} to the handler's first instruction. While
 * the worker has something to do: how long {@code offer} takes. The reading of the clock
 * is included, and told. The options, with their defaults: {@code rounds=10},
 * {@code idle=1000} and {@code busy=20000} (items in a round), {@code gaps=50,1000} (how
 * long nothing happens before an item, in microseconds), {@code contenders=...} (see
 * {@link Entry}; ratios are to {@code linked-blocking}, or to the first one without it),
 * {@code baseline=} (see {@link Baseline}), {@code name=latency}.
 */
public final class Latency {

	private static final List<String> CONTENDERS = List.of(Entry.BARE, Entry.QUEUE,
			Entry.QUEUE + ":wait-strategy=spin-then-park", Entry.QUEUE + ":wait-strategy=busy-spin", "linked-blocking",
			"array-blocking", "thread-pool-executor", "disruptor-blocking");

	private static final String REFERENCE = "linked-blocking";

	private static final int CAPACITY = 65_536;

	private static final int BACKLOG = 1000;

	/** How long the busy worker works on an item, and how often one comes. */
	private static final int WORK_NANOS = 1000;

	private static final int PAUSE_TOKENS = 400;

	private final Options options;

	private final List<Entry> contenders;

	private final String reference;

	private final int rounds;

	private final Results results;

	private final Undisturbed undisturbed;

	private final Item[] items = Item.create(1, 1);

	private Latency(Options options) {
		this.options = options;
		this.contenders = Entry.all(options, CONTENDERS);
		List<String> names = this.contenders.stream().map(Entry::name).toList();
		this.reference = (names.contains(REFERENCE)) ? REFERENCE : names.get(0);
		this.rounds = options.get("rounds", 10);
		this.undisturbed = new Undisturbed(options.get("tries", 30));
		this.results = new Results(options.get("name", "latency"));
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if an item cannot be handed over
	 */
	public static void main(String... args) throws Exception {
		new Latency(new Options(args)).run();
	}

	private void run() throws Exception {
		long[] clock = new long[100_000];
		for (int i = 0; i < clock.length; i++) {
			clock[i] = -System.nanoTime() + System.nanoTime();
		}
		this.results.text("Reading the clock takes %d ns.".formatted(Range.percentile(clock, 0.5)));
		for (int gap : this.options.numbers("gaps", "50,1000")) {
			Map<String, long[][]> offers = new LinkedHashMap<>();
			Map<String, long[][]> arrivals = new LinkedHashMap<>();
			int count = this.options.get("idle", 1000);
			takeTurns(0, (name, round, contender, handler) -> idle(contender, handler, gap,
					collect(offers, name, round, count), collect(arrivals, name, round, count)));
			report("offer to handler, worker idle for %,d µs".formatted(gap), arrivals);
			report("offer alone, worker idle for %,d µs".formatted(gap), offers);
		}
		Map<String, long[][]> offers = new LinkedHashMap<>();
		int count = this.options.get("busy", 20_000);
		takeTurns(WORK_NANOS,
				(name, round, contender, handler) -> busy(contender, handler, collect(offers, name, round, count)));
		report("offer alone, worker busy", offers);
		this.results.write();
	}

	/** Where to note the times of a round; a round that is repeated overwrites them. */
	private long[] collect(Map<String, long[][]> target, String name, int round, int count) {
		long[][] rounds = target.computeIfAbsent(name, (key) -> new long[this.rounds + 1][]);
		rounds[round] = new long[count];
		return rounds[round];
	}

	/** One round more than is told: the first one warms up. */
	private void takeTurns(int work, Turn turn) throws Exception {
		List<Entry> order = new ArrayList<>(this.contenders);
		Random random = new Random(1);
		Map<String, Arrivals> arrivals = new LinkedHashMap<>();
		Map<String, Contender> contenders = new LinkedHashMap<>();
		for (int round = 0; round <= this.rounds; round++) {
			Collections.shuffle(order, random);
			for (Entry entry : order) {
				String name = entry.name();
				Arrivals handler = arrivals.computeIfAbsent(name, (key) -> entry.arrivals(work));
				Contender contender = contenders.computeIfAbsent(name, (key) -> entry.start(CAPACITY, handler));
				int turnsRound = round;
				this.undisturbed.call(() -> {
					turn.run(name, turnsRound, contender, handler);
					return null;
				});
				if (contender.spins()) {
					contenders.remove(name).close();
				}
			}
		}
		contenders.values().forEach(Contender::close);
		arrivals.values().forEach(Arrivals::check);
	}

	private void idle(Contender contender, Arrivals handler, int gapMicros, long[] offers, long[] arrivals)
			throws Exception {
		for (int i = 0; i < offers.length; i++) {
			rest(gapMicros * 1000L);
			handler.expect(1);
			long before = System.nanoTime();
			contender.produce(this.items, 1);
			long after = System.nanoTime();
			offers[i] = after - before;
			arrivals[i] = handler.await() - before;
		}
	}

	/** A permit may be left from the end of the last round. */
	private static void rest(long nanos) {
		long start = System.nanoTime();
		for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
			LockSupport.parkNanos(left);
		}
	}

	private void busy(Contender contender, Arrivals handler, long[] offers) throws Exception {
		handler.expect(BACKLOG + offers.length);
		contender.produce(this.items, BACKLOG);
		for (int i = 0; i < offers.length; i++) {
			Blackhole.consumeCPU(PAUSE_TOKENS);
			long before = System.nanoTime();
			contender.produce(this.items, 1);
			offers[i] = System.nanoTime() - before;
		}
		handler.await();
	}

	private void report(String what, Map<String, long[][]> times) throws IOException {
		this.results.text("\n" + what + ", in microseconds");
		this.results.head("", "50 %", "90 %", "99 %", "99.9 %", "99.99 %", "median, of " + this.reference);
		for (Entry entry : this.contenders) {
			String name = entry.name();
			long[] all = Arrays.stream(times.get(name)).skip(1).flatMapToLong(Arrays::stream).toArray();
			double[] at = { micros(all, 0.5), micros(all, 0.9), micros(all, 0.99), micros(all, 0.999),
					micros(all, 0.9999) };
			List<Double> ratios = new ArrayList<>();
			for (int round = 1; round <= this.rounds; round++) {
				ratios.add(micros(times.get(name)[round], 0.5) / micros(times.get(this.reference)[round], 0.5));
			}
			Range ratio = Range.of(ratios);
			this.results.cells(name, at[0], at[1], at[2], at[3], at[4], ratio.inWords());
			this.results.row("what", what, "contender", name, "samples", all.length, "p50", at[0], "p90", at[1], "p99",
					at[2], "p999", at[3], "p9999", at[4], "ratio", ratio.median(), "ratioLow", ratio.low(), "ratioHigh",
					ratio.high());
		}
	}

	private static double micros(long[] nanos, double part) {
		return Range.percentile(nanos, part) / 1000.0;
	}

	/** What a contender does when it is its turn. */
	private interface Turn {

		void run(String name, int round, Contender contender, Arrivals handler) throws Exception;

	}

}
