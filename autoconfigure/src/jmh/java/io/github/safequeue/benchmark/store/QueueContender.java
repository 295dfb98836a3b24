/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.benchmark.Backoff;

/**
 * A queue of an application, with {@code store=jdbc}. It is paused while items are
 * written.
 */
class QueueContender implements StoreContender {

	private final ConfigurableApplicationContext context;

	private final DurableQueue<Order> queue;

	private final int keys;

	/**
	 * Start an application.
	 * @param server the database
	 * @param name the queue's name
	 * @param listener the bean with its method
	 * @param keys how many keys the items have
	 * @param properties the queue's properties
	 */
	QueueContender(Server server, String name, Object listener, int keys, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>();
		String prefix = "safequeue.queues." + name + ".";
		all.put("queue", name);
		all.put(prefix + "store", "jdbc");
		all.put(prefix + "concurrency", "4");
		all.put(prefix + "capacity", "65536");
		properties.forEach((key, value) -> all.put(prefix + key, value));
		this.context = StoreApplication.start(server, StoreApplication.Queues.class, List.of(listener), all);
		this.queue = find(this.context, name);
		this.keys = keys;
		this.queue.pause();
	}

	@SuppressWarnings("unchecked")
	static DurableQueue<Order> find(ConfigurableApplicationContext context, String name) {
		return (DurableQueue<Order>) context.getBean(SafeQueueRegistry.class).find(name).orElseThrow();
	}

	DurableQueue<Order> queue() {
		return this.queue;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public String table() {
		return "safequeue_item";
	}

	@Override
	public void write(int items) throws InterruptedException {
		for (int i = 0; i < items; i++) {
			Order order = Order.create(i, this.keys);
			int tries = 0;
			while (!this.queue.offer(order)) {
				tries = Backoff.pause(tries);
			}
		}
		if (!this.queue.awaitQuiescence(Duration.ofMinutes(1))) {
			throw new IllegalStateException("Not stored: " + this.queue.snapshot());
		}
	}

	@Override
	public void start(int items) {
		this.queue.resume();
	}

	@Override
	public void stop() {
		this.queue.pause();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
