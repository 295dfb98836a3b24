/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How listener methods are called.
 */
class ListenerCallTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	@Test
	void oneMethodHandlesTwoQueuesAndIsToldWhich() {
		this.runner.withBean(TwoQueues.class).run((context) -> {
			SafeQueue<String> first = queue(context, "first");
			SafeQueue<String> second = queue(context, "second");
			first.offer("a");
			second.offer("b");
			settle(first);
			settle(second);
			assertThat(context.getBean(TwoQueues.class).calls).containsExactlyInAnyOrder("first a 1", "second b 1");
		});
	}

	@Test
	void anAnnotationOfTheApplicationStandsForTheListenerAnnotation() {
		this.runner.withBean(MetaAnnotated.class).run((context) -> {
			SafeQueue<String> orders = queue(context, "orders");
			assertThat(orders.snapshot().concurrency()).isEqualTo(3);
			orders.offer("a");
			settle(orders);
			assertThat(context.getBean(MetaAnnotated.class).handled).containsExactly("a");
		});
	}

	@Test
	void aTransactionalMethodIsCalledThroughItsProxy() {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withBean(InTransaction.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SafeQueue<String> orders = queue(context, "orders");
				orders.offer("a");
				settle(orders);
				assertThat(context.getBean(InTransaction.class).active()).containsExactly(true);
			});
	}

	@Test
	void batchesHoldWhatWaitsUpToTheirSize() {
		this.runner.withBean(Batches.class).run((context) -> {
			SafeQueue<Integer> numbers = queue(context, "numbers");
			for (int i = 0; i < 7; i++) {
				numbers.offer(i);
			}
			numbers.resume();
			settle(numbers);
			assertThat(context.getBean(Batches.class).batches).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5),
					List.of(6));
			assertThat(numbers.snapshot().handled()).isEqualTo(7);
		});
	}

	@Test
	void itemsOfOneKeyKeepTheirOrderWhileKeysAreHandledAtTheSameTime() {
		this.runner.withBean(Keyed.class).run((context) -> {
			SafeQueue<Order> orders = queue(context, "orders");
			for (int i = 0; i < 200; i++) {
				orders.offer(new Order(i % 10, i));
			}
			settle(orders);
			Map<Integer, List<Integer>> numbers = context.getBean(Keyed.class).numbers;
			assertThat(numbers).hasSize(10)
				.allSatisfy((customer, handled) -> assertThat(handled).hasSize(20).isSorted());
		});
	}

	@Test
	void asManyCallsRunAtATimeAsTheAnnotationAllows() {
		this.runner.withBean(Concurrent.class).run((context) -> {
			SafeQueue<String> orders = queue(context, "orders");
			for (int i = 0; i < 3; i++) {
				orders.offer("a");
			}
			settle(orders);
			assertThat(context.getBean(Concurrent.class).met).hasSize(3);
		});
	}

	record Order(int customerId, int number) {
	}

	static class TwoQueues {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@SafeQueueListener({ "first", "second" })
		void on(String item, WorkContext context) {
			this.calls.add(context.queue() + " " + item + " " + context.attempt());
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SafeQueueListener(concurrency = "3")
	@interface OrderListener {

		@AliasFor(annotation = SafeQueueListener.class, attribute = "queues")
		String[] value();

	}

	static class MetaAnnotated {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@OrderListener("orders")
		void on(String item) {
			this.handled.add(item);
		}

	}

	static class InTransaction {

		private final List<Boolean> active = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		@Transactional
		public void on(String item) {
			this.active.add(TransactionSynchronizationManager.isActualTransactionActive());
		}

		public List<Boolean> active() {
			return this.active;
		}

	}

	static class Batches {

		private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "numbers", batchSize = "3", autoStartup = "false")
		void on(List<Integer> numbers) {
			this.batches.add(List.copyOf(numbers));
		}

	}

	static class Keyed {

		private final Map<Integer, List<Integer>> numbers = new ConcurrentHashMap<>();

		@SafeQueueListener(queues = "orders", key = "customerId", concurrency = "4")
		void on(Order order) {
			this.numbers.computeIfAbsent(order.customerId(), (key) -> new ArrayList<>()).add(order.number());
		}

	}

	static class Concurrent {

		private final CyclicBarrier barrier = new CyclicBarrier(3);

		private final List<Integer> met = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", concurrency = "3")
		void on(String item) throws Exception {
			this.met.add(this.barrier.await(QueueTestRunner.LIMIT.toSeconds(), TimeUnit.SECONDS));
		}

	}

}
