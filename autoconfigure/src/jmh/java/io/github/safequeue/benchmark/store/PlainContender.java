/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one writes by hand: a table, {@code JdbcTemplate}, and four threads that take
 * rows, remove them and commit. It has no retries, no dead letters, no keys, and it
 * handles a poisonous item for ever.
 */
final class PlainContender implements StoreContender {

	private static final int THREADS = 4;

	private final HikariDataSource pool;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final List<Future<?>> running = new ArrayList<>();

	private final Tally tally;

	private final String table;

	private final int batch;

	private final int written;

	private volatile boolean stopped;

	/**
	 * Create the table.
	 * @param server the database
	 * @param tally counts
	 * @param written how many items are written in a transaction
	 * @param batch how many are handled in a transaction
	 */
	PlainContender(Server server, Tally tally, int written, int batch) {
		this.pool = server.pool();
		this.jdbc = new JdbcTemplate(this.pool);
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(this.pool));
		this.tally = tally;
		this.batch = batch;
		this.written = written;
		this.table = "plain_%d_%d".formatted(written, batch);
		server.jdbc()
			.execute("create table if not exists %s (id bigint generated always as identity primary key,"
				.formatted(this.table) + " payload text not null)");
	}

	@Override
	public String table() {
		return this.table;
	}

	@Override
	public void write(int items) {
		String insert = "insert into %s (payload) values (?)".formatted(this.table);
		for (int i = 0; i < items; i += this.written) {
			List<Object[]> rows = new ArrayList<>();
			for (int j = i; j < Math.min(items, i + this.written); j++) {
				rows.add(new Object[] { this.mapper.writeValueAsString(Order.create(j, 1)) });
			}
			this.transactions.executeWithoutResult((status) -> {
				if (this.written == 1) {
					this.jdbc.update(insert, rows.get(0));
				}
				else {
					this.jdbc.batchUpdate(insert, rows);
				}
			});
		}
	}

	@Override
	public void start(int items) {
		this.stopped = false;
		for (int i = 0; i < THREADS; i++) {
			this.running.add(this.threads.submit(() -> {
				while (!this.stopped && Boolean.TRUE.equals(this.transactions.execute((status) -> handle()))) {
					// Until nothing is left.
				}
			}));
		}
	}

	private boolean handle() {
		List<Row> rows = this.jdbc.query("select id, payload from %s order by id limit %d for update skip locked"
			.formatted(this.table, this.batch), (row, number) -> new Row(row.getLong(1), row.getString(2)));
		if (rows.isEmpty()) {
			return false;
		}
		for (Row row : rows) {
			if (this.mapper.readValue(row.payload(), Order.class).number() >= 0) {
				this.tally.handled(1);
			}
		}
		if (this.batch == 1) {
			this.jdbc.update("delete from %s where id = ?".formatted(this.table), rows.get(0).id());
		}
		else {
			Long[] ids = rows.stream().map(Row::id).toArray(Long[]::new);
			this.jdbc.update("delete from %s where id = any(?)".formatted(this.table),
					(statement) -> statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids)));
		}
		return true;
	}

	@Override
	public void stop() throws Exception {
		this.stopped = true;
		for (Future<?> one : this.running) {
			one.get();
		}
		this.running.clear();
	}

	@Override
	public void close() {
		this.threads.shutdown();
		this.pool.close();
	}

	/** What was taken. */
	private record Row(Long id, String payload) {

	}

}
