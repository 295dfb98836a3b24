/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;

import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Results;

/**
 * Whether items that were handled slow down those that follow, while a transaction
 * elsewhere is open for long: the server keeps their rows until it ends.
 */
final class FloorPart {

	private static final int STEPS = 4;

	private final Server server;

	private final Results results;

	private final int step;

	FloorPart(Server server, Options options, Results results) {
		this.server = server;
		this.results = results;
		this.step = options.get("step", 3000);
	}

	void run() throws Exception {
		this.results.head("beside a long transaction, a second", "before it", "after %,d more".formatted(this.step),
				"after %,d".formatted(2 * this.step), "after %,d".formatted(3 * this.step));
		Tally tally = new Tally();
		run("plain", tally, new PlainContender(this.server, tally, 100, 1));
		tally = new Tally();
		run("safequeue", tally, new QueueContender(this.server, "floor", new Listeners.Single(tally), 1, Map.of()));
		tally = new Tally();
		run("safequeue:keys=1000", tally,
				new QueueContender(this.server, "floor-keys", new Listeners.Keyed(tally), 1000, Map.of()));
		tally = new Tally();
		run("safequeue:keys=1", tally,
				new QueueContender(this.server, "floor-hot", new Listeners.Keyed(tally), 1, Map.of()));
	}

	private void run(String name, Tally tally, StoreContender contender) throws Exception {
		try (contender; HikariDataSource pool = this.server.pool()) {
			this.server.jdbc().execute("truncate " + contender.table());
			contender.write(this.step * (STEPS + 2));
			this.server.jdbc().execute("vacuum (analyze) " + contender.table());
			List<Object> cells = new ArrayList<>(List.of(name));
			try (Connection other = pool.getConnection(); Statement statement = other.createStatement()) {
				other.setAutoCommit(false);
				for (int i = 0; i < STEPS; i++) {
					if (i == 1) {
						other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
						statement.execute("select count(*) from pg_class");
					}
					tally.expect(this.step);
					long start = System.nanoTime();
					contender.start(this.step);
					tally.await(name);
					double rate = this.step * 1e9 / (System.nanoTime() - start);
					cells.add("%,.0f".formatted(rate));
					this.results.row("what", "floor", "contender", name, "step", i, "rate", rate);
				}
				other.rollback();
			}
			contender.stop();
			this.results.cells(cells.toArray());
		}
	}

}
