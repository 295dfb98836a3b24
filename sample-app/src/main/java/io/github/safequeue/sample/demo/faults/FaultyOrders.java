/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;
import org.springframework.stereotype.Component;

import io.github.safequeue.sample.orders.Order;

/**
 * Makes storing an order go wrong, by its product: {@code slow} takes a while,
 * {@code broken} fails as often as it is attempted before it is a dead letter,
 * {@code stuck} waits until it is released. Called by the workers of the queue
 * {@code orders}, below the handler; released by any thread.
 */
@Component
@Profile("demo")
class FaultyOrders implements BeforeConvertCallback<Order> {

	private static final int FAILURES = 3;

	private final Duration slowFor;

	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	private final AtomicInteger stuck = new AtomicInteger();

	private volatile CountDownLatch released = new CountDownLatch(1);

	FaultyOrders(@Value("${demo.slow-for}") Duration slowFor) {
		this.slowFor = slowFor;
	}

	@Override
	public Order onBeforeConvert(Order order) {
		try {
			switch (order.product()) {
				case "slow" -> Thread.sleep(this.slowFor.toMillis());
				case "broken" -> failAtFirst(order.id());
				case "stuck" -> waitForRelease();
				default -> {
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the order was stored", ex);
		}
		return order;
	}

	private void failAtFirst(String id) {
		if (this.failures.merge(id, 1, Integer::sum) <= FAILURES) {
			throw new IllegalStateException("Orders of this product fail %d times".formatted(FAILURES));
		}
		this.failures.remove(id);
	}

	private void waitForRelease() throws InterruptedException {
		this.stuck.incrementAndGet();
		try {
			this.released.await();
		}
		finally {
			this.stuck.decrementAndGet();
		}
	}

	/** Let the orders go on that are stuck now, and return how many they are. */
	int release() {
		int count = this.stuck.get();
		CountDownLatch current = this.released;
		this.released = new CountDownLatch(1);
		current.countDown();
		return count;
	}

}
