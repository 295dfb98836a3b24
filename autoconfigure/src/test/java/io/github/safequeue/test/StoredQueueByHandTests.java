/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueTestAutoConfiguration;
import io.github.safequeue.testing.EmptyTransactionManager;

import static io.github.safequeue.test.SafeQueueAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test of an application does with queues that have a store in production.
 */
class StoredQueueByHandTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeQueueTestAutoConfiguration.class,
				SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("safequeue.queues.orders.store=jdbc", "safequeue.shutdown.drain-timeout=20s");

	record Order(int number, String text) {

		/** Cannot be written for one of the numbers. */
		public String getWritable() {
			if (this.number < 0) {
				throw new IllegalStateException("on purpose");
			}
			return "yes";
		}

	}

	interface Shape {

	}

	@Test
	void sendCompletesAtOnceWithoutAnyDatabase() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader("javax.sql", "org.springframework.jdbc", "org.h2", "org.postgresql"))
			.withUserConfiguration(Shop.class)
			.run((context) -> {
				DurableQueue<Order> orders = orders(context);
				assertThat(orders.send(new Order(1, "tea"))).isCompleted();
				SafeQueueTester tester = context.getBean(SafeQueueTester.class);
				assertThat(tester.submitted("orders")).hasSize(1);
				assertThat(context.getBean(Shop.class).orders).isEmpty();
				assertThat(tester.handleNext("orders")).isTrue();
				assertThat(context.getBean(Shop.class).orders).hasSize(1);
				assertThat(orders).hasAccepted(1).hasHandled(1).isSettled().isConserved();
			});
	}

	@Test
	void theHandlerGetsWhatWasWrittenAndRead() {
		this.runner.withUserConfiguration(Shop.class).run((context) -> {
			Order order = new Order(1, "tea");
			orders(context).offer(order);
			context.getBean(SafeQueueTester.class).handleAll();
			assertThat(context.getBean(Shop.class).orders).singleElement().isEqualTo(order).isNotSameAs(order);
		});
	}

	@Test
	void enqueuedItemsWaitForTheCommit() {
		this.runner.withUserConfiguration(Shop.class).run((context) -> {
			DurableQueue<Order> orders = orders(context);
			SafeQueueTester tester = context.getBean(SafeQueueTester.class);
			TransactionTemplate transaction = new TransactionTemplate(new EmptyTransactionManager());
			transaction.executeWithoutResult((status) -> {
				orders.enqueue(new Order(1, "tea"));
				assertThat(tester.submitted("orders")).isEmpty();
			});
			assertThat(tester.submitted("orders")).hasSize(1);
			transaction.executeWithoutResult((status) -> {
				orders.enqueue(new Order(2, "milk"));
				status.setRollbackOnly();
			});
			assertThat(tester.submitted("orders")).hasSize(1);
			orders.enqueue(new Order(3, "outside"));
			assertThat(tester.handleAll("orders")).isEqualTo(2);
			assertThat(context.getBean(Shop.class).orders).extracting(Order::number).containsExactly(1, 3);
		});
	}

	@Test
	void theIdentityStaysOverAttemptsOfOneItem() {
		this.runner.withUserConfiguration(Shop.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2")
			.run((context) -> {
				Order order = new Order(1, "fails");
				orders(context).offer(order);
				orders(context).offer(order);
				SafeQueueTester tester = context.getBean(SafeQueueTester.class);
				assertThat(tester.handleAll()).isEqualTo(2);
				List<WorkContext> calls = context.getBean(Shop.class).calls;
				assertThat(calls).extracting(WorkContext::attempt).containsExactly(1, 2, 3, 1, 2, 3);
				assertThat(calls).extracting(WorkContext::deliveryCount).containsExactly(1, 2, 3, 1, 2, 3);
				List<String> ids = calls.stream().map(WorkContext::id).toList();
				assertThat(ids).doesNotContainNull();
				assertThat(ids.subList(0, 3)).containsOnly(ids.get(0));
				assertThat(ids.subList(3, 6)).containsOnly(ids.get(3)).doesNotContain(ids.get(0));
				assertThat(tester.deadLetters("orders")).hasSize(2);
			});
	}

	@Test
	void batchesAreListsOfWhatWasRead() {
		this.runner.withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1")
			.run((context) -> {
				for (int i = 0; i < 5; i++) {
					orders(context).enqueue(new Order(i, ""));
				}
				assertThat(context.getBean(SafeQueueTester.class).handleAll()).isEqualTo(5);
				assertThat(context.getBean(Batches.class).calls).containsExactly(List.of(0, 1, 2, 3, 4), List.of(2),
						List.of(3, 4));
				assertThat(context.getBean(Batches.class).ids).doesNotContainNull().doesNotHaveDuplicates();
			});
	}

	@Test
	void whatCannotBeWrittenIsRefused() {
		this.runner.withUserConfiguration(Shop.class).run((context) -> {
			DurableQueue<Order> orders = orders(context);
			Order unwritable = new Order(-1, "secret");
			assertThat(orders.send(unwritable)).failsWithin(QueueTestRunner.LIMIT)
				.withThrowableOfType(ExecutionException.class)
				.withMessageContaining("the store refuses an item")
				.withMessageNotContaining("secret");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> orders.enqueue(unwritable))
				.withMessageContaining("the store refuses an item");
			assertThat(orders).hasAccepted(0);
		});
	}

	@Test
	void whatCannotBeReadFailsTheTestAtStart() {
		this.runner.withUserConfiguration(Shapes.class)
			.run((context) -> assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining("Shape"));
	}

	@Test
	void aRoleThatOnlySubmitsSeesWhatItSubmitted() {
		List<UndeliveredWork> undelivered = new CopyOnWriteArrayList<>();
		this.runner.withPropertyValues("safequeue.queues.orders.item-type=" + Order.class.getName())
			.withBean(UndeliveredWorkHandler.class, () -> undelivered::add)
			.run((context) -> {
				orders(context).enqueue(new Order(1, "tea"));
				SafeQueueTester tester = context.getBean(SafeQueueTester.class);
				assertThat(tester.submitted("orders", Order.class)).hasSize(1);
				assertThat(tester.discardAll()).isEqualTo(1);
				assertThat(tester.handleNext("orders")).isFalse();
				orders(context).enqueue(new Order(2, "left"));
			});
		assertThat(undelivered).singleElement().satisfies((work) -> assertThat(work.items()).hasSize(1));
	}

	@Test
	void theClosedQueueRefuses() {
		DurableQueue<?>[] orders = new DurableQueue<?>[1];
		this.runner.withUserConfiguration(Shop.class).run((context) -> orders[0] = orders(context));
		@SuppressWarnings("unchecked")
		DurableQueue<Order> closed = (DurableQueue<Order>) orders[0];
		assertThat(closed.send(new Order(1, ""))).failsWithin(QueueTestRunner.LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RejectedWorkException.class);
		assertThatExceptionOfType(RejectedWorkException.class).isThrownBy(() -> closed.enqueue(new Order(1, "")));
	}

	@SuppressWarnings("unchecked")
	private static DurableQueue<Order> orders(org.springframework.context.ApplicationContext context) {
		return context.getBean("orders", DurableQueue.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		final List<Order> orders = new CopyOnWriteArrayList<>();

		final List<WorkContext> calls = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order, WorkContext context) {
			this.calls.add(context);
			if (order.text().equals("fails")) {
				throw new IllegalStateException("on purpose");
			}
			this.orders.add(order);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Batches {

		final List<List<Integer>> calls = new CopyOnWriteArrayList<>();

		final List<String> ids = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "orders", batchSize = "10")
		void on(List<Order> orders, WorkContext context) {
			this.ids.add(String.valueOf(context.id()));
			this.calls.add(orders.stream().map(Order::number).toList());
			if (orders.size() == 5) {
				throw new BatchFailedException(2, new IllegalStateException("on purpose"));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shapes {

		@SafeQueueListener("orders")
		void on(Shape shape) {
		}

	}

}
