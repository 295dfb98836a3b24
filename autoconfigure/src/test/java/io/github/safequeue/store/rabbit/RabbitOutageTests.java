/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.RabbitServer;
import io.github.safequeue.testing.StoredOrders.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The broker goes away and comes back.
 */
@Tag("servers")
@Timeout(900)
class RabbitOutageTests {

	private RabbitServer server;

	private RabbitApplication application;

	@BeforeEach
	void startServer() {
		this.server = RabbitServer.start();
		this.application = new RabbitApplication(this.server);
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void confirmedItemsSurviveACrashOfTheBroker() {
		this.application.runner.withUserConfiguration(Counting.class)
			.withPropertyValues("safequeue.queues.orders.concurrency=4")
			.run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				Map<Integer, Integer> handled = context.getBean(Counting.class).handled;
				Sender sender = new Sender(queue);
				sender.start();
				await().atMost(RabbitApplication.LIMIT).until(() -> handled.size() > 500);
				this.server.kill();
				await().atMost(RabbitApplication.LIMIT)
					.until(() -> !RabbitApplication.diagnostics(context).availability().available());
				this.server.restart();
				int before = handled.size();
				await().atMost(RabbitApplication.LIMIT).until(() -> handled.size() > before + 500);
				sender.ending.set(true);
				sender.join();
				assertThat(sender.confirmed).hasSizeGreaterThan(1000);
				await().atMost(RabbitApplication.LIMIT)
					.untilAsserted(() -> assertThat(handled.keySet()).containsAll(sender.confirmed.keySet()));
				assertThat(RabbitApplication.diagnostics(context).store().available()).isTrue();
			});
	}

	@Test
	void startsWhileTheBrokerIsDown() {
		this.server.kill();
		this.application.runner.withUserConfiguration(Counting.class).run((context) -> {
			assertThat(context).hasNotFailed();
			DurableQueue<Order> queue = RabbitApplication.queue(context);
			assertThat(queue.offer(new Order(1, ""))).isTrue();
			CompletableFuture<Void> sent = queue.send(new Order(2, ""));
			await().atMost(RabbitApplication.LIMIT)
				.until(() -> !RabbitApplication.diagnostics(context).availability().available());
			assertThat(queue.state()).isEqualTo(SafeQueueState.RUNNING);
			assertThat(sent).isNotDone();
			this.server.restart();
			await().atMost(RabbitApplication.LIMIT)
				.untilAsserted(() -> assertThat(context.getBean(Counting.class).handled).containsOnlyKeys(1, 2));
			assertThat(RabbitApplication.diagnostics(context).store().available()).isTrue();
			assertThat(sent).isCompleted();
		});
	}

	@Test
	void closesInTimeWhileTheBrokerHangs() {
		AtomicLong closing = new AtomicLong();
		this.application.runner.withUserConfiguration(Counting.class)
			.withPropertyValues("safequeue.shutdown.drain-timeout=1s")
			.run((context) -> {
				DurableQueue<Order> queue = RabbitApplication.queue(context);
				queue.enqueue(new Order(1, ""));
				await().atMost(RabbitApplication.LIMIT)
					.until(() -> context.getBean(Counting.class).handled.containsKey(1));
				this.server.suspend();
				await().atMost(RabbitApplication.LIMIT).until(() -> {
					queue.offer(new Order(2, ""));
					return !RabbitApplication.diagnostics(context).availability().available();
				});
				long start = System.nanoTime();
				context.close();
				closing.set(System.nanoTime() - start);
			});
		assertThat(Duration.ofNanos(closing.get())).isLessThan(Duration.ofSeconds(5));
	}

	/**
	 * Sends items until it is told to end, and notes those that are confirmed.
	 */
	private static final class Sender extends Thread {

		private static final int PLACES = 200;

		private static final long PAUSE = 1_000_000;

		final Map<Integer, Boolean> confirmed = new ConcurrentHashMap<>();

		final AtomicBoolean ending = new AtomicBoolean();

		private final DurableQueue<Order> queue;

		Sender(DurableQueue<Order> queue) {
			this.queue = queue;
		}

		@Override
		public void run() {
			Semaphore places = new Semaphore(PLACES);
			for (int i = 0; !this.ending.get(); i++) {
				int number = i;
				// No more than can be handled on a busy machine.
				LockSupport.parkNanos(PAUSE);
				places.acquireUninterruptibly();
				this.queue.send(new Order(number, "")).whenComplete((nothing, failure) -> {
					if (failure == null) {
						this.confirmed.put(number, true);
					}
					places.release();
				});
			}
			places.acquireUninterruptibly(PLACES);
		}

	}

	/**
	 * Counts how often it handles each item.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Counting {

		final Map<Integer, Integer> handled = new ConcurrentHashMap<>();

		@SafeQueueListener("orders")
		void on(Order order) {
			this.handled.merge(order.number(), 1, Integer::sum);
		}

	}

}
