/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is submitted before the start or during the end of a context is handled.
 */
class LateSubmissionTests {

	private static final int ITEMS = 20;

	private static final List<String> HANDLED = new CopyOnWriteArrayList<>();

	private static final List<String> LATE = List.of("closed event", "lifecycle 0", "lifecycle max", "lifecycle min",
			"pre-destroy", "disposable");

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	@BeforeEach
	void clear() {
		HANDLED.clear();
	}

	@Test
	void whatIsSubmittedBeforeTheStartIsHandledAfterIt() {
		this.runner.withBean("early", Early.class).withBean(Handler.class).run((context) -> {
			assertThat(context.getBean(Early.class).state).isEqualTo(SafeQueueState.STARTING);
			QueueTestRunner.settle(queue(context, "orders"));
			assertThat(HANDLED).hasSize(ITEMS).containsOnly("early");
		});
	}

	@Test
	void whatIsSubmittedAtAnyMomentOfTheEndIsHandled() {
		this.runner.withUserConfiguration(Producers.class)
			.withBean(Handler.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(counts()).containsOnlyKeys(LATE).allSatisfy((moment, count) -> assertThat(count).isEqualTo(ITEMS));
	}

	@Test
	void itIsHandledWhileTheContextStops() {
		this.runner.withBean(Handler.class)
			.withBean(Waiting.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(HANDLED).contains("handled while stopping");
	}

	@Test
	void aPausedQueueHandlesAtTheEndAllTheSame() {
		this.runner.withUserConfiguration(Producers.class)
			.withBean(Handler.class)
			.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(counts()).containsOnlyKeys(LATE).allSatisfy((moment, count) -> assertThat(count).isEqualTo(ITEMS));
	}

	@Test
	void aChildContextSubmitsToTheQueueOfItsParentUntilItsEnd() {
		ConfigurableApplicationContext child = new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE)
			.properties("safequeue.queues.orders.capacity=512", "safequeue.defaults.dead-letter-queue=orders")
			.child(Child.class)
			.web(WebApplicationType.NONE)
			.run();
		SafeQueue<String> orders = queue(child, "orders");
		child.close();
		QueueTestRunner.settle(orders);
		assertThat(orders.state()).isEqualTo(SafeQueueState.RUNNING);
		assertThat(counts()).containsOnlyKeys(LATE).allSatisfy((moment, count) -> assertThat(count).isEqualTo(ITEMS));
		((ConfigurableApplicationContext) child.getParent()).close();
		assertThat(orders.state()).isEqualTo(SafeQueueState.CLOSED);
	}

	@Test
	void closingTheParentClosesTheChildFirstAndLosesNothing() {
		ConfigurableApplicationContext child = new SpringApplicationBuilder(ParentWithHandlerBean.class)
			.web(WebApplicationType.NONE)
			.properties("safequeue.queues.orders.handler=queueHandler")
			.child(Child.class)
			.web(WebApplicationType.NONE)
			.run();
		((ConfigurableApplicationContext) child.getParent()).close();
		assertThat(child.isActive()).isFalse();
		assertThat(counts()).containsOnlyKeys(LATE).allSatisfy((moment, count) -> assertThat(count).isEqualTo(ITEMS));
	}

	private static Map<String, Integer> counts() {
		Map<String, Integer> counts = new TreeMap<>();
		HANDLED.forEach((moment) -> counts.merge(moment, 1, Integer::sum));
		return counts;
	}

	private static void submit(SafeQueue<String> orders, String moment) {
		for (int i = 0; i < ITEMS; i++) {
			assertThat(orders.offer(moment)).isTrue();
		}
	}

	static class Handler {

		@SafeQueueListener("orders")
		void on(String moment) {
			HANDLED.add(moment);
		}

	}

	static class Early {

		private final SafeQueue<String> orders;

		private SafeQueueState state = SafeQueueState.CLOSED;

		Early(SafeQueue<String> orders) {
			this.orders = orders;
		}

		@PostConstruct
		void submitEarly() {
			this.state = this.orders.state();
			submit(this.orders, "early");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Parent {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class ParentWithHandlerBean {

		@Bean
		WorkHandler<String> queueHandler() {
			return HANDLED::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Child extends Producers {

	}

	@Configuration(proxyBeanMethods = false)
	static class Producers {

		@Bean
		ApplicationListener<ContextClosedEvent> closedListener(SafeQueue<String> orders) {
			return new ClosedListener(orders);
		}

		@Bean
		Stopping stoppingInTheMiddle(SafeQueue<String> orders) {
			return new Stopping(orders, "lifecycle 0", 0);
		}

		@Bean
		Stopping stoppingFirst(SafeQueue<String> orders) {
			return new Stopping(orders, "lifecycle max", Integer.MAX_VALUE);
		}

		@Bean
		Stopping stoppingLast(SafeQueue<String> orders) {
			return new Stopping(orders, "lifecycle min", Integer.MIN_VALUE);
		}

		@Bean
		Destroyed destroyed(SafeQueue<String> orders) {
			return new Destroyed(orders);
		}

		@Bean
		DisposableBean disposable(SafeQueue<String> orders) {
			return () -> submit(orders, "disposable");
		}

	}

	static class ClosedListener implements ApplicationListener<ContextClosedEvent> {

		private final SafeQueue<String> orders;

		ClosedListener(SafeQueue<String> orders) {
			this.orders = orders;
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			submit(this.orders, "closed event");
		}

	}

	static class Destroyed {

		private final SafeQueue<String> orders;

		Destroyed(SafeQueue<String> orders) {
			this.orders = orders;
		}

		@PreDestroy
		void destroy() {
			submit(this.orders, "pre-destroy");
		}

	}

	/** The last to be stopped: waits until what it submits is handled. */
	static class Waiting extends Stopping {

		private final SafeQueue<String> orders;

		Waiting(SafeQueue<String> orders) {
			super(orders, "waiting", Integer.MIN_VALUE);
			this.orders = orders;
		}

		@Override
		public void stop() {
			super.stop();
			QueueTestRunner.settle(this.orders);
			assertThat(this.orders.state()).isEqualTo(SafeQueueState.RUNNING);
			HANDLED.add("handled while stopping");
		}

	}

	static class Stopping implements SmartLifecycle {

		private final SafeQueue<String> orders;

		private final String moment;

		private final int phase;

		private volatile boolean running;

		Stopping(SafeQueue<String> orders, String moment, int phase) {
			this.orders = orders;
			this.moment = moment;
			this.phase = phase;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			submit(this.orders, this.moment);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
