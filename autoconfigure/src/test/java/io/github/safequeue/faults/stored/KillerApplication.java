/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;

/**
 * Handles items of which one ends the JVM. Ends by itself when no item is left.
 * Arguments: how many items to submit, the database, and properties.
 */
class KillerApplication {

	static final int KILLER = 7;

	static final int EXIT_CODE = 9;

	private final JdbcTemplate jdbc;

	KillerApplication(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		this.jdbc.execute(Effects.TABLE);
	}

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = StoredApplication.start(args[1], KillerApplication.class, args[2]);
		DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
		// All of them or none are there when the killer comes.
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			for (int i = 0; i < Integer.parseInt(args[0]); i++) {
				queue.enqueue(new LedgerItem("k", i));
			}
		});
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		while (!Integer.valueOf(0).equals(jdbc.queryForObject("select count(*) from safequeue_item", Integer.class))) {
			Thread.sleep(50);
		}
		System.exit(SpringApplication.exit(context));
	}

	@Transactional
	@SafeQueueListener(queues = StoredApplication.QUEUE, concurrency = "2")
	void on(LedgerItem item) {
		if (item.number() == KILLER) {
			Runtime.getRuntime().halt(EXIT_CODE);
		}
		this.jdbc.update("insert into effect (queue, item_key, number) values ('orders', ?, ?)", item.key(),
				item.number());
	}

}
