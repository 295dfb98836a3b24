/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stopped or paused context keeps what its queues hold, accepts more, and goes on when
 * it is started again.
 */
class ContextPauseTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create().withBean(Gate.class);

	@Test
	void pausingWaitsForTheItemInHandAndKeepsTheRest() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			SafeQueue<String> orders = queue(context, "orders");
			Gate gate = context.getBean(Gate.class);
			orders.offer("first");
			assertThat(gate.entered.await(30, TimeUnit.SECONDS)).isTrue();
			orders.offer("second");
			Thread pausing = new Thread(source::pause);
			pausing.start();
			Awaitility.await().atMost(QueueTestRunner.LIMIT).until(() -> orders.state() == SafeQueueState.PAUSED);
			assertThat(pausing.isAlive()).isTrue();
			gate.open.countDown();
			pausing.join(QueueTestRunner.LIMIT.toMillis());
			assertThat(pausing.isAlive()).isFalse();
			assertThat(gate.handled).containsExactly("first");
			assertThat(orders.offer("third")).isTrue();
			assertThat(orders.size()).isEqualTo(2);
			source.restart();
			settle(orders);
			assertThat(orders.state()).isEqualTo(SafeQueueState.RUNNING);
			assertThat(gate.handled).containsExactly("first", "second", "third");
		});
	}

	@Test
	void stoppingAndStartingGoesOn() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			SafeQueue<String> orders = queue(context, "orders");
			Gate gate = context.getBean(Gate.class);
			gate.open.countDown();
			for (int i = 0; i < 3; i++) {
				source.stop();
				assertThat(orders.state()).isEqualTo(SafeQueueState.PAUSED);
				orders.offer("item " + i);
				assertThat(orders.size()).isOne();
				source.start();
				settle(orders);
			}
			assertThat(gate.handled).containsExactly("item 0", "item 1", "item 2");
		});
	}

	@Test
	void whatItsUserPausedStaysPausedWhenItsContextIsStartedAgain() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			SafeQueue<String> orders = queue(context, "orders");
			context.getBean(Gate.class).open.countDown();
			orders.pause();
			source.pause();
			source.restart();
			assertThat(orders.state()).isEqualTo(SafeQueueState.PAUSED);
			orders.offer("first");
			orders.resume();
			settle(orders);
			assertThat(context.getBean(Gate.class).handled).containsExactly("first");
		});
	}

	@Test
	void closingAPausedContextDrainsIt() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner.run((context) -> {
			Gate gate = context.getBean(Gate.class);
			gate.open.countDown();
			gate.mirror = handled;
			context.getSourceApplicationContext().pause();
			SafeQueue<String> orders = queue(context, "orders");
			for (int i = 0; i < 20; i++) {
				orders.offer("item");
			}
			assertThat(orders.size()).isEqualTo(20);
		});
		assertThat(handled).hasSize(20);
	}

	@Test
	void theContextCacheOfTheTestFrameworkPausesAndRestarts() throws Exception {
		TestContextManager first = new TestContextManager(FirstCase.class);
		TestContextManager second = new TestContextManager(SecondCase.class);
		first.beforeTestClass();
		ConfigurableApplicationContext context = (ConfigurableApplicationContext) first.getTestContext()
			.getApplicationContext();
		SafeQueue<String> orders = queue(context, "orders");
		Gate gate = context.getBean(Gate.class);
		gate.open.countDown();
		orders.offer("before");
		settle(orders);
		first.afterTestClass();
		second.beforeTestClass();
		second.getTestContext().getApplicationContext();
		assertThat(orders.state()).as("while another test class runs").isEqualTo(SafeQueueState.PAUSED);
		assertThat(orders.offer("meanwhile")).isTrue();
		second.afterTestClass();
		TestContextManager again = new TestContextManager(FirstCase.class);
		again.beforeTestClass();
		assertThat(again.getTestContext().getApplicationContext()).isSameAs(context);
		settle(orders);
		assertThat(gate.handled).containsExactly("before", "meanwhile");
		again.afterTestClass();
		context.close();
	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
	static class FirstCase {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = "another=context")
	static class SecondCase {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Application {

		@Bean
		Gate gate() {
			return new Gate();
		}

	}

	static class Gate {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private volatile List<String> mirror = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(String item) throws InterruptedException {
			this.entered.countDown();
			this.open.await();
			this.handled.add(item);
			this.mirror.add(item);
		}

	}

}
