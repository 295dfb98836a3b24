/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;

import static io.github.safequeue.test.SafeQueueAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The annotation on test classes, in contexts that Spring caches and pauses.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class AutoConfigureSafeQueueTests {

	@Nested
	@Order(1)
	class ByHand extends ByHandTests {

	}

	@Nested
	@Order(2)
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureSafeQueue(mode = QueueMode.WORKERS)
	class ByWorkers {

		@Autowired
		private SafeQueue<String> orders;

		@Autowired
		private SafeQueueTester tester;

		@Autowired
		private Application application;

		@Test
		void itemsAreHandledByWorkers() {
			this.orders.offer("tea");
			await().untilAsserted(() -> assertThat(this.application.seen).hasSize(1));
			assertThat(this.application.seen.get(0)).startsWith("tea on safequeue-orders-");
			assertThatIllegalStateException().isThrownBy(() -> this.tester.handleAll());
		}

	}

	/** Has the first class's context, which Spring paused meanwhile and starts again. */
	@Nested
	@Order(3)
	class ByHandAgain extends ByHandTests {

		@Test
		void theContextIsTheOneThatWasPaused() {
			assertThat(this.application.discards).isGreaterThan(3);
			assertThat(this.application.stops).isPositive();
		}

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureSafeQueue
	@TestMethodOrder(MethodOrderer.MethodName.class)
	abstract static class ByHandTests {

		@Autowired
		protected SafeQueue<String> orders;

		@Autowired
		protected SafeQueueTester tester;

		@Autowired
		protected Application application;

		@AfterEach
		void discard() {
			this.tester.discardAll();
			this.application.discards++;
			this.application.seen.clear();
		}

		@Test
		void itemsWaitForTheTest() {
			this.orders.offer("tea");
			assertThat(this.tester.submitted("orders")).containsExactly("tea");
			assertThat(this.tester.handleNext("orders")).isTrue();
			assertThat(this.application.seen).containsExactly("tea on " + Thread.currentThread().getName());
			assertThat(this.orders).hasState(SafeQueueState.RUNNING).isSettled().isConserved();
		}

		@Test
		void leavesAnItem() {
			assertThat(this.orders.offer("left for nobody")).isTrue();
		}

		@Test
		void testsOfOneContextBeginWithEmptyQueues() {
			assertThat(this.tester.submitted("orders")).isEmpty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
	static class Application implements SmartLifecycle {

		final List<String> seen = new CopyOnWriteArrayList<>();

		int discards;

		int stops;

		private boolean running;

		@SafeQueueListener("orders")
		void on(String order) {
			this.seen.add(order + " on " + Thread.currentThread().getName());
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.stops++;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
