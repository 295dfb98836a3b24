/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueTestAutoConfiguration;
import io.github.safequeue.testing.Outcomes;

import static io.github.safequeue.test.SafeQueueAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a test of an application does with queues.
 */
class SafeQueueTesterTests {

	private static final List<String> seen = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeQueueTestAutoConfiguration.class))
		.withPropertyValues("safequeue.queues.orders.dead-letter-queue=failed",
				"safequeue.queues.orders.retry.max-retries=2", "safequeue.queues.orders.retry.delay=30s",
				"safequeue.shutdown.drain-timeout=20s")
		.withUserConfiguration(Shop.class);

	@Test
	void itemsWaitUntilTheTestHandlesThem() {
		run((tester, shop) -> {
			shop.orders.offer("tea");
			shop.orders.offer("milk");
			assertThat(tester.submitted("orders", String.class)).containsExactly("tea", "milk");
			assertThat(shop.orders).hasAccepted(2).hasWaiting(2).hasHandled(0).isConserved();
			assertThat(tester.handleNext("orders")).isTrue();
			assertThat(seen).containsExactly("tea on " + Thread.currentThread().getName());
			assertThat(tester.submitted("orders")).containsExactly("milk");
			assertThat(tester.handleAll("orders")).isEqualTo(1);
			assertThat(tester.handleNext("orders")).isFalse();
			assertThat(shop.orders).hasHandled(2).isSettled().isConserved();
		});
	}

	@Test
	void allQueuesAreHandledUntilNothingIsLeft() {
		run((tester, shop) -> {
			shop.orders.offer("relay");
			shop.tasks.offer(() -> shop.orders.offer("from a task"));
			assertThat(tester.handleAll()).isEqualTo(4);
			assertThat(seen).hasSize(3);
			assertThat(tester.snapshot("audit")).hasHandled(1).isSettled();
			assertThat(shop.orders).hasHandled(2).isSettled();
			assertThat(tester.handleAll()).isZero();
		});
	}

	@Test
	void aFailureIsRetriedAtOnceAndVisible() {
		run((tester, shop) -> {
			CompletableFuture<Void> future = shop.orders.submit("bad");
			assertThat(tester.handleNext("orders")).isTrue();
			assertThat(shop.orders).hasFailed(1).hasRetried(2).isSettled().isConserved();
			assertThat(future).isCompletedExceptionally();
			assertThat(tester.deadLetters("orders")).singleElement().satisfies((letter) -> {
				assertThat(letter.item()).isEqualTo("bad");
				assertThat(letter.attempts()).isEqualTo(3);
				assertThat(letter.cause()).hasMessage("on purpose");
			});
			assertThat(tester.submitted("failed")).containsExactly("bad");
			assertThat(tester.handleAll("failed")).isEqualTo(1);
		});
	}

	@Test
	void whatOneTestLeavesCanBeDiscardedForTheNext() {
		run((tester, shop) -> {
			shop.orders.offer("bad");
			tester.handleNext("orders");
			shop.orders.offer("left");
			assertThat(tester.discardAll()).isEqualTo(2);
			assertThat(tester.submitted("orders")).isEmpty();
			assertThat(tester.submitted("failed")).isEmpty();
			assertThat(tester.deadLetters("orders")).isEmpty();
			assertThat(shop.orders).hasUndelivered(1).hasFailed(1).isSettled().isConserved();
		});
	}

	@Test
	void anUnknownQueueIsAnErrorThatNamesThoseThatExist() {
		run((tester, shop) -> assertThatIllegalArgumentException().isThrownBy(() -> tester.handleNext("order"))
			.withMessage("There is no queue 'order'; there are: audit, built, failed, orders, safeQueue"));
	}

	@Test
	void itemsOfAnotherTypeThanAskedForAreAnError() {
		run((tester, shop) -> {
			shop.orders.offer("tea");
			assertThatExceptionOfType(ClassCastException.class)
				.isThrownBy(() -> tester.submitted("orders", Integer.class));
		});
	}

	@Test
	void handlersThatAddItemsWithoutEndAreAnError() {
		run((tester, shop) -> {
			shop.orders.offer("again");
			assertThatIllegalStateException().isThrownBy(() -> tester.handleAll("orders"))
				.withMessageContaining("Queue 'orders'");
			assertThat(tester.discardAll()).isEqualTo(1);
		});
	}

	@Test
	void aQueueOfABuilderAndAPausedOneAreHandledByHandToo() {
		run((tester, shop) -> {
			shop.built.offer("tea");
			shop.built.pause();
			assertThat(tester.handleNext("built")).isFalse();
			shop.built.resume();
			assertThat(tester.handleNext("built")).isTrue();
			assertThat(shop.built).hasHandled(1);
		});
	}

	@Test
	void closingHandlesWhatIsLeftAndWhatIsSubmittedInPreDestroy() {
		SafeQueue<?>[] orders = new SafeQueue<?>[1];
		this.runner.withUserConfiguration(LateCustomer.class).run((context) -> {
			seen.clear();
			Shop shop = context.getBean(Shop.class);
			orders[0] = shop.orders;
			shop.orders.offer("left");
		});
		assertThat(seen).hasSize(2)
			.anySatisfy((note) -> assertThat(note).startsWith("left on safequeue-orders-"))
			.anySatisfy((note) -> assertThat(note).startsWith("late on safequeue-orders-"));
		assertThat(orders[0]).hasAccepted(2).hasHandled(2).isSettled().isConserved();
	}

	@Test
	void tasksOfAManualQueueAreFlushedWhenTheContextCloses() {
		this.runner.withUserConfiguration(TaskGivers.class).run((context) -> seen.clear());
		assertThat(seen).containsExactly("task of outer", "inner is destroyed", "task of inner");
	}

	@Test
	void withWorkersTheTesterSaysWhatIsMissing() {
		this.runner.withPropertyValues("safequeue.test.mode=workers").run((context) -> {
			SafeQueue<Object> orders = QueueTestRunner.queue(context, "orders");
			assertThat(orders.submit("tea")).succeedsWithin(QueueTestRunner.LIMIT);
			SafeQueueTester tester = context.getBean(SafeQueueTester.class);
			assertThatIllegalStateException().isThrownBy(() -> tester.handleNext("orders"))
				.withMessageContaining("Queue 'orders' is handled by its workers");
		});
	}

	@Test
	void figuresThatAreNotAsExpectedAreShown() {
		run((tester, shop) -> {
			shop.orders.offer("tea");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(shop.orders).hasHandled(1))
				.withMessageContaining("Expected queue 'orders' to have handled: 1, but it was 0")
				.withMessageContaining("accepted=1");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(shop.orders).isSettled());
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(shop.orders).hasNothingWaiting());
		});
	}

	private void run(Body body) {
		this.runner.run((context) -> {
			seen.clear();
			body.run(context.getBean(SafeQueueTester.class), context.getBean(Shop.class));
		});
	}

	private interface Body {

		void run(SafeQueueTester tester, Shop shop);

	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Autowired
		private SafeQueue<String> orders;

		@Autowired
		private SafeQueue<Runnable> tasks;

		@Autowired
		private SafeQueue<Integer> audit;

		@Autowired
		private SafeQueue<CharSequence> built;

		@Bean
		static SafeQueue<CharSequence> built(SafeQueueBuilder builder) {
			return builder.name("built").handler(new Outcomes().handler()).build();
		}

		@SafeQueueListener("orders")
		void on(String order) {
			if (order.equals("bad")) {
				throw new IllegalStateException("on purpose");
			}
			if (order.equals("again")) {
				this.orders.offer("again");
				return;
			}
			seen.add(order + " on " + Thread.currentThread().getName());
			if (order.equals("relay")) {
				this.audit.offer(order.length());
			}
		}

		@SafeQueueListener("audit")
		void onAudit(Integer length) {
			seen.add("audit");
		}

		@SafeQueueListener("failed")
		void onFailed(String item) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateCustomer {

		@Autowired
		private SafeQueue<String> orders;

		@PreDestroy
		void close() {
			this.orders.offer("late");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TaskGivers {

		@Bean
		static Giver inner(SafeQueue<Runnable> tasks) {
			return new Giver(tasks, "inner", null);
		}

		@Bean
		static Giver outer(SafeQueue<Runnable> tasks, Giver inner) {
			return new Giver(tasks, "outer", inner);
		}

	}

	static class Giver {

		private final SafeQueue<Runnable> tasks;

		private final String name;

		private final Giver inner;

		Giver(SafeQueue<Runnable> tasks, String name, Giver inner) {
			this.tasks = tasks;
			this.name = name;
			this.inner = inner;
		}

		@PreDestroy
		void close() {
			if (this.inner == null) {
				seen.add(this.name + " is destroyed");
			}
			this.tasks.offer(() -> seen.add("task of " + this.name));
		}

	}

}
