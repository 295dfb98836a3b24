/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * One-time tasks of db-scheduler that are due at once, and four threads.
 */
final class DbSchedulerContender implements StoreContender {

	private static final int BATCH = 100;

	private final HikariDataSource pool;

	private final OneTimeTask<Order> task;

	private final Scheduler scheduler;

	private final String table;

	private long number;

	/**
	 * Create the table, and start.
	 * @param server the database
	 * @param tally counts
	 * @param table the name of the table
	 * @param lockAndFetch whether it polls in the way that its documentation has for many
	 * tasks: it marks up to 16 tasks in one transaction, so that after a crash these wait
	 * until its heartbeat is missed. Otherwise it polls as it does by default
	 */
	DbSchedulerContender(Server server, Tally tally, String table, boolean lockAndFetch) {
		this.pool = server.pool();
		this.table = table;
		server.jdbc()
			.execute("create table if not exists " + table + " (task_name text not null, task_instance text not null,"
					+ " task_data bytea, execution_time timestamp with time zone, picked boolean not null,"
					+ " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
					+ " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,"
					+ " priority smallint, state text, primary key (task_name, task_instance))");
		server.jdbc()
			.execute("create index on %1$s (execution_time); create index on %1$s (last_heartbeat)".formatted(table));
		this.task = Tasks.oneTime("order", Order.class).execute((instance, context) -> {
			if (instance.getData().number() >= 0) {
				tally.handled(1);
			}
		});
		SchedulerBuilder builder = Scheduler.create(this.pool, this.task)
			.tableName(table)
			.threads(4)
			.pollingInterval(Duration.ofMillis(100))
			.serializer(new JsonSerializer());
		this.scheduler = (lockAndFetch ? builder.pollUsingLockAndFetch(0.5, 4.0) : builder).build();
		this.scheduler.start();
		this.scheduler.pause();
	}

	@Override
	public String table() {
		return this.table;
	}

	@Override
	public void write(int items) {
		Instant now = Instant.now();
		List<TaskInstance<?>> batch = new ArrayList<>();
		for (int i = 0; i < items; i++) {
			batch.add(this.task.instance(Long.toString(this.number++), Order.create(i, 1)));
			if (batch.size() == BATCH || i == items - 1) {
				this.scheduler.scheduleBatch(batch, now);
				batch.clear();
			}
		}
	}

	@Override
	public void start(int items) {
		this.scheduler.resume();
		this.scheduler.triggerCheckForDueExecutions();
	}

	@Override
	public void stop() {
		this.scheduler.pause();
	}

	@Override
	public void close() {
		this.scheduler.stop();
		this.pool.close();
	}

	/** The form that the other contenders have as well. */
	private static final class JsonSerializer implements Serializer {

		private final JsonMapper mapper = JsonMapper.builder().build();

		@Override
		public byte[] serialize(Object data) {
			return this.mapper.writeValueAsBytes(data);
		}

		@Override
		public <T> T deserialize(Class<T> type, byte[] data) {
			return this.mapper.readValue(data, type);
		}

	}

}
