/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Events of Spring Modulith, with its registry of publications in the database. An event
 * is handled once its transaction has committed, so that publishing counts as handling.
 */
final class ModulithContender implements StoreContender {

	private static final int BATCH = 50;

	private static final long POLL_NANOS = 5_000_000;

	private static final long LIMIT_NANOS = 60_000_000_000L;

	private final ConfigurableApplicationContext context;

	private final TransactionTemplate transactions;

	private final JdbcTemplate jdbc;

	ModulithContender(Server server, Tally tally) {
		this.context = StoreApplication.start(server, Application.class, List.of(new Listener(tally)),
				Map.of("safequeue.enabled", "false", "spring.task.execution.pool.core-size", "4",
						"spring.modulith.events.jdbc.schema-initialization.enabled", "true",
						"spring.modulith.events.completion-mode", "delete"));
		this.transactions = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		this.jdbc = server.jdbc();
	}

	@Override
	public String table() {
		return "event_publication";
	}

	@Override
	public void write(int items) {
		// Nothing: what is published is handled.
	}

	@Override
	public void start(int items) {
		for (int i = 0; i < items; i += BATCH) {
			int first = i;
			this.transactions.executeWithoutResult((status) -> {
				for (int j = first; j < Math.min(items, first + BATCH); j++) {
					this.context.publishEvent(Order.create(j, 1));
				}
			});
		}
		awaitCompletion();
	}

	/** A publication is removed after its listener has returned. */
	private void awaitCompletion() {
		long end = System.nanoTime() + LIMIT_NANOS;
		while (!Integer.valueOf(0)
			.equals(this.jdbc.queryForObject("select count(*) from event_publication", Integer.class))) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException("Publications were not completed");
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	@Override
	public void stop() {
		// Nothing: all is handled.
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** With Actuator, as the queues have it. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableAutoConfiguration(excludeName = StoreApplication.TRACING)
	static class Application {

	}

	/** Counts. */
	static class Listener {

		private final Tally tally;

		Listener(Tally tally) {
			this.tally = tally;
		}

		@ApplicationModuleListener
		void on(Order order) {
			this.tally.handled(1);
		}

	}

}
