/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One JVM of a {@link Comparison}: goes through the settings, lets the contenders take
 * turns in each of them, in another order each round, and prints what it measured.
 */
public final class ComparisonFork {

	private static final long FIRST_TRY = 2_000;

	private static final long MOST_ITEMS = 20_000_000;

	/** The compiler needs as long where both processors are busy. */
	private static final int FIRST_WARM_UP_ROUNDS = 20;

	private static final int WARM_UP_ROUNDS = 3;

	/** The contenders that this JVM has run. */
	private static final Set<String> WARM = new HashSet<>();

	private final Options options;

	private final Random random;

	private final long roundNanos;

	private final int rounds;

	private final Undisturbed undisturbed;

	private ComparisonFork(Options options) {
		this.options = options;
		this.random = new Random(options.get("fork", 0));
		this.roundNanos = options.get("millis", 100) * 1_000_000L;
		this.rounds = options.get("rounds", 9);
		this.undisturbed = new Undisturbed(options.get("tries", 30));
	}

	/**
	 * Measure and print.
	 * @param args the options
	 * @throws Exception if measuring fails
	 */
	public static void main(String[] args) throws Exception {
		ComparisonFork fork = new ComparisonFork(new Options(args));
		fork.run();
		if (fork.undisturbed.disturbed() > 0) {
			System.out.println("Rounds that other processes disturbed: " + fork.undisturbed.disturbed());
		}
		System.exit(0);
	}

	private void run() throws Exception {
		for (int work : this.options.numbers("work", "0,1000")) {
			for (int capacity : this.options.numbers("capacity", "1024,65536")) {
				List<Turn> turns = new ArrayList<>();
				for (Entry entry : Entry.all(this.options, Entry.PEERS)) {
					if (entry.isPossible()) {
						turns.add(new Turn(entry, capacity, work));
					}
				}
				for (int producers : this.options.numbers("producers", "1,2,4,8")) {
					run(turns, new Setting(producers, capacity, work));
				}
				turns.forEach(Turn::close);
			}
		}
	}

	private void run(List<Turn> turns, Setting setting) throws Exception {
		turns.forEach((turn) -> turn.warmUp(setting.producers()));
		// What was set up is long-lived from here on, as it is in an application.
		System.gc();
		List<Turn> order = new ArrayList<>(turns);
		for (int round = 0; round < this.rounds; round++) {
			Collections.shuffle(order, this.random);
			for (Turn turn : order) {
				long nanos = this.undisturbed.call(() -> turn.run(setting.producers()));
				System.out.println(
						new Sample(setting, turn.entry.name(), round, turn.each * setting.producers(), nanos).toLine());
			}
		}
	}

	/** A contender in one JVM. */
	private final class Turn {

		private final Entry entry;

		private final int capacity;

		private final Arrivals arrivals;

		private final Item[] items;

		private Contender contender;

		private long each;

		Turn(Entry entry, int capacity, int work) {
			this.entry = entry;
			this.capacity = capacity;
			this.arrivals = entry.arrivals(work);
			this.items = entry.items();
		}

		/**
		 * Run for as long as several rounds take, with more and more items, and find out
		 * how many fit a round when nothing holds it up.
		 */
		void warmUp(int producers) {
			long roundNanos = ComparisonFork.this.roundNanos;
			this.each = FIRST_TRY;
			double perNano = 0;
			long fitting = FIRST_TRY;
			long enough = roundNanos * ((WARM.add(this.entry.name())) ? FIRST_WARM_UP_ROUNDS : WARM_UP_ROUNDS);
			for (long total = 0; total < enough || this.each < fitting / 2;) {
				long nanos = run(producers);
				total += nanos;
				perNano = Math.max(perNano, this.each / (double) nanos);
				fitting = Math.max(1, Math.min((long) (perNano * roundNanos), MOST_ITEMS / producers));
				this.each = Math.min(fitting, 4 * this.each);
			}
		}

		long run(int producers) {
			if (this.contender == null) {
				this.contender = this.entry.start(this.capacity, this.arrivals);
			}
			long nanos = Round.run(this.contender, this.arrivals, this.items, producers, this.each);
			if (this.contender.spins()) {
				close();
			}
			return nanos;
		}

		void close() {
			if (this.contender != null) {
				this.contender.close();
				this.contender = null;
				this.arrivals.check();
			}
		}

	}

}
