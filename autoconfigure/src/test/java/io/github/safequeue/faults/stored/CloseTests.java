/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.faults.ledger.LedgerItem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application closes while much waits on both sides and handlers run.
 */
@Tag("servers")
@Timeout(300)
class CloseTests {

	private static final int STORED = 500;

	private static final int OFFERED = 10_000;

	private static final List<UndeliveredWork> reports = new CopyOnWriteArrayList<>();

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachItemIsInOnePlace(boolean down) {
		reports.clear();
		try (CrashableServer server = new CrashableServer(this.directory)) {
			ConfigurableApplicationContext context = StoredApplication.start(server.url(), Handlers.class,
					"--safequeue.shutdown.drain-timeout=2s", "--safequeue.queues.orders.capacity=20000",
					"--safequeue.queues.orders.retry.max-retries=-1", "--safequeue.queues.orders.concurrency=4",
					"--spring.datasource.hikari.connection-timeout=1000");
			submit(StoredApplication.queue(context), server, down);
			context.close();
			if (down) {
				server.restart();
			}
			JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(server.url()));
			List<Long> stored = new ArrayList<>(jdbc.queryForList("select number from effect", Long.class));
			stored
				.addAll(jdbc.queryForList("select (payload::json->>'number')::bigint from safequeue_item", Long.class));
			List<Long> reported = reports.stream()
				.filter((work) -> work.reason() == UndeliveredWork.Reason.NOT_STORED)
				.flatMap((work) -> work.items().stream())
				.map((item) -> ((LedgerItem) item).number())
				.toList();
			List<Long> all = new ArrayList<>(stored);
			all.addAll(reported);
			Collections.sort(all);
			assertThat(all).hasSize(STORED + OFFERED).doesNotHaveDuplicates();
			// Where the reports are not looked at, items are missing: the check sees it.
			assertThat(stored.size() < STORED + OFFERED).isEqualTo(down);
		}
	}

	@Test
	void closesInTimeWhileTheServerHangs() {
		try (CrashableServer server = new CrashableServer(this.directory)) {
			ConfigurableApplicationContext context = StoredApplication.start(server.url(), Handlers.class,
					"--safequeue.shutdown.drain-timeout=1s", "--safequeue.queues.orders.concurrency=4");
			DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
			for (int i = 0; i < STORED; i++) {
				queue.enqueue(new LedgerItem("k", i));
			}
			server.suspend();
			try {
				assertThat(queue.offer(new LedgerItem("k", STORED))).isTrue();
				PoolClosing pool = context.getBean(PoolClosing.class);
				long start = System.nanoTime();
				context.close();
				// The pool waits longer for its connections.
				assertThat(Duration.ofNanos(pool.begin - start)).isLessThan(Duration.ofSeconds(5));
			}
			finally {
				server.goOn();
			}
		}
	}

	private static void submit(DurableQueue<LedgerItem> queue, CrashableServer server, boolean down) {
		for (int i = 0; i < STORED; i++) {
			queue.enqueue(new LedgerItem("k", i));
		}
		if (down) {
			server.crash();
		}
		for (int i = 0; i < OFFERED; i++) {
			assertThat(queue.offer(new LedgerItem("k", STORED + i))).isTrue();
		}
	}

	static class Handlers {

		@Bean
		SlowHandler slowHandler(JdbcTemplate jdbc) {
			jdbc.execute(Effects.TABLE);
			return new SlowHandler(jdbc);
		}

		@Bean
		static PoolClosing poolClosing() {
			return new PoolClosing();
		}

		@Bean
		UndeliveredWorkHandler undeliveredWorkHandler() {
			return reports::add;
		}

	}

	/**
	 * Notes when the connection pool is about to close.
	 */
	static class PoolClosing implements DestructionAwareBeanPostProcessor {

		volatile long begin;

		@Override
		public void postProcessBeforeDestruction(Object bean, String beanName) {
			if (bean instanceof DataSource) {
				this.begin = System.nanoTime();
			}
		}

	}

	static class SlowHandler {

		private final JdbcTemplate jdbc;

		SlowHandler(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) throws InterruptedException {
			this.jdbc.update("insert into effect (queue, item_key, number) values ('orders', ?, ?)", item.key(),
					item.number());
			Thread.sleep(20);
		}

	}

}
