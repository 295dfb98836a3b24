/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.DurableQueue;

/**
 * The older version in a JVM of its own. It submits {@value #ITEMS} orders. At first it
 * handles mails and no orders, and once a file exists, it is the other way round.
 * Arguments: the database and the file.
 */
class OlderApplication {

	static final int ITEMS = 3;

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = ChangedClass.start(args[0], ChangedClass.Older.class,
				"--spring.jackson.deserialization.fail-on-unknown-properties=true");
		DurableQueue<ChangedClass.OlderOrder> orders = ChangedClass.queue(context, ChangedClass.ORDERS);
		orders.pause();
		for (int i = 0; i < ITEMS; i++) {
			orders.enqueue(new ChangedClass.OlderOrder(i));
		}
		while (!Files.exists(Path.of(args[1]))) {
			Thread.sleep(20);
		}
		ChangedClass.queue(context, ChangedClass.MAILS).pause();
		orders.resume();
		Thread.currentThread().join();
	}

}
