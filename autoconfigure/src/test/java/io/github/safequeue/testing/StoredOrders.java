/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.WorkContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items and handlers of a queue "orders" that has a store, and how to get at it.
 */
public final class StoredOrders {

	private StoredOrders() {
	}

	/**
	 * Return the queue of an application.
	 * @param <T> the type of its items
	 */
	@SuppressWarnings("unchecked")
	public static <T> DurableQueue<T> queue(ApplicationContext context) {
		return (DurableQueue<T>) context.getBean("orders", SafeQueue.class);
	}

	/** Return the figures of the side of a queue that takes from the store. */
	public static SafeQueueSnapshot figures(SafeQueue<?> queue) {
		SafeQueueSnapshot incoming = ((StoredQueueDiagnostics) queue).incoming();
		assertThat(incoming).isNotNull();
		return incoming;
	}

	/**
	 * An item.
	 *
	 * @param number its number
	 * @param text what the handler does with it
	 */
	public record Order(int number, String text) {
	}

	/**
	 * Notes what it handles.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class Recording {

		public final List<Order> orders = new CopyOnWriteArrayList<>();

		public final List<WorkContext> contexts = new CopyOnWriteArrayList<>();

		public final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

		/** Whether the text "fails" does. */
		public volatile boolean failing = true;

		@SafeQueueListener("orders")
		void on(Order order, WorkContext context) {
			this.contexts.add(context);
			if (this.failing && order.text().equals("fails")) {
				throw new IllegalStateException("as it should");
			}
			this.orders.add(order);
		}

		@Bean
		DeadLetterHandler letters() {
			return this.letters::add;
		}

	}

	/**
	 * Fails at the third item of five.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class Batches {

		public final List<List<Integer>> calls = new CopyOnWriteArrayList<>();

		public final List<Integer> settled = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", batchSize = "10")
		void on(List<Order> orders) {
			this.calls.add(orders.stream().map(Order::number).toList());
			if (orders.size() == 5) {
				throw new BatchFailedException(2, new IllegalStateException("as it should"));
			}
			orders.forEach((order) -> this.settled.add(order.number()));
		}

	}

	/**
	 * Begins with an item, and ends when the test lets it.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class Slow {

		public final CountDownLatch begun = new CountDownLatch(1);

		public final CountDownLatch ending = new CountDownLatch(1);

		@SafeQueueListener("orders")
		void on(Order order) throws InterruptedException {
			this.begun.countDown();
			this.ending.await();
		}

	}

}
