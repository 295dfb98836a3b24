/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.lifecycle.DestructionJournal.Order;
import io.github.safequeue.lifecycle.OrderHandlers.Dependency;
import io.github.safequeue.lifecycle.OrderHandlers.Handler;
import io.github.safequeue.lifecycle.OrderProducers.Producer;
import io.github.safequeue.testing.Permutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are producers of a queue and reached by its handler as well, so that no
 * order can put the queue between the two.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContradictedOrderTests {

	private static final int ITEMS = DestructionJournal.ITEMS;

	private final DestructionJournal journal = new DestructionJournal();

	private final ApplicationContextRunner runner = DefinedBeans.runner(this.journal);

	static Stream<List<String>> ordersOfABeanThatIsBoth() {
		return Permutations.of("both", "dependency");
	}

	@ParameterizedTest
	@MethodSource("ordersOfABeanThatIsBoth")
	void aProducerThatHandlesItsOwnWorkGoesFirst(List<String> order) {
		DefinedBeans
			.define(this.runner, order, Map.of("both", ProducerAndHandler.class, "dependency", Dependency.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.journal.handled).hasSize(ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	static Stream<List<String>> ordersOfAContestedBean() {
		return Permutations.of("extra", "handler", "contested");
	}

	@ParameterizedTest
	@MethodSource("ordersOfAContestedBean")
	void aContestedBeanOutlivesTheDrain(List<String> order, CapturedOutput output) {
		DefinedBeans
			.define(this.runner, order, Map.of("extra", Producer.class, "handler", ContestedHandler.class, "contested",
					ProducingDependency.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean("orders", SafeQueue.class).pause();
				for (int i = 0; i < ITEMS; i++) {
					context.getBean(ProducingDependency.class).submit();
				}
			});
		assertThat(this.journal.handled).hasSize(2 * ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
		assertThat(this.journal.refused).as("its late work").hasValue(ITEMS);
		assertThat(output.getOut().lines().filter((line) -> line.contains("contested") && line.contains("WARN")))
			.hasSize(1);
	}

	@Test
	void queuesThatFeedEachOtherLoseNothing() {
		this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("dependency", Dependency.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				@SuppressWarnings("unchecked")
				SafeQueue<Integer> pings = context.getBean("pings", SafeQueue.class);
				for (int i = 0; i < ITEMS; i++) {
					assertThat(pings.offer(101)).isTrue();
				}
			});
		assertThat(this.journal.handled).hasSize(ITEMS * 101 + 2 * 11);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	@Test
	void onlyQueuesThatFeedEachOtherAreClosedTogether() {
		this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("handler", Handler.class)
			.withBean("dependency", Dependency.class)
			.run((context) -> assertThat(context.getBean(SafeQueueLifecycle.class).planInForce().units())
				.extracting((unit) -> String.join("+", unit.queues()))
				.containsExactlyInAnyOrder("orders", "pings+pongs", "safeQueue"));
	}

	@Test
	void queuesStayTogetherOnceAListenerIsDestroyed() {
		ApplicationContextRunner runner = this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("dependency", Dependency.class);
		runner.run((context) -> {
			SafeQueueLifecycle lifecycle = context.getBean(SafeQueueLifecycle.class);
			((GenericApplicationContext) context.getSourceApplicationContext()).getDefaultListableBeanFactory()
				.destroySingleton("ping");
			lifecycle.onApplicationEvent(new ContextClosedEvent(context.getSourceApplicationContext()));
			assertThat(lifecycle.planInForce().unitOf("pongs").queues()).containsExactly("pings", "pongs");
		});
	}

	static Stream<List<String>> ordersOfTasks() {
		return Permutations.of("tasks", "inner", "dependency");
	}

	@ParameterizedTest
	@MethodSource("ordersOfTasks")
	void tasksOfADestructionUseWhatTheirBeanWasGiven(List<String> order) {
		DefinedBeans
			.define(this.runner, order,
					Map.of("tasks", TaskProducer.class, "inner", InnerTaskProducer.class, "dependency",
							Dependency.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.journal.handled).hasSize(2 * ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	static class ProducerAndHandler {

		private final DestructionJournal journal;

		private final SafeQueue<Order> orders;

		private final Dependency dependency;

		ProducerAndHandler(DestructionJournal journal, @Lazy SafeQueue<Order> orders, Dependency dependency) {
			this.journal = journal;
			this.orders = orders;
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders);
		}

	}

	static class ProducingDependency extends Dependency {

		private final DestructionJournal journal;

		private final SafeQueue<Order> orders;

		ProducingDependency(DestructionJournal journal, SafeQueue<Order> orders) {
			super(journal);
			this.journal = journal;
			this.orders = orders;
		}

		void submit() {
			this.orders.offer(new Order(0));
		}

		@Override
		void destroy() {
			this.journal.submit(this.orders);
			super.destroy();
		}

	}

	static class ContestedHandler {

		private final ProducingDependency dependency;

		ContestedHandler(ProducingDependency dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

	}

	static class Ping {

		private final SafeQueue<String> pongs;

		private final Dependency dependency;

		Ping(SafeQueue<String> pongs, Dependency dependency) {
			this.pongs = pongs;
			this.dependency = dependency;
		}

		@SafeQueueListener("pings")
		void on(Integer left) {
			this.dependency.use(left);
			if (left > 1) {
				this.pongs.offer(Integer.toString(left - 1));
			}
		}

		@PreDestroy
		void destroy() {
			this.pongs.offer("11");
		}

	}

	static class Pong {

		private final SafeQueue<Integer> pings;

		private final Dependency dependency;

		Pong(SafeQueue<Integer> pings, Dependency dependency) {
			this.pings = pings;
			this.dependency = dependency;
		}

		@SafeQueueListener("pongs")
		void on(String left) {
			this.dependency.use(left);
			if (Integer.parseInt(left) > 1) {
				this.pings.offer(Integer.parseInt(left) - 1);
			}
		}

		@PreDestroy
		void destroy() {
			this.pings.offer(11);
		}

	}

	static class TaskProducer {

		private final SafeQueue<Runnable> tasks;

		private final Dependency dependency;

		TaskProducer(SafeQueue<Runnable> tasks, Dependency dependency, InnerTaskProducer inner) {
			this.tasks = tasks;
			this.dependency = dependency;
		}

		@PreDestroy
		void destroy() {
			for (int i = 0; i < ITEMS; i++) {
				this.tasks.offer(() -> this.dependency.use("outer"));
			}
		}

	}

	static class InnerTaskProducer {

		private final SafeQueue<Runnable> tasks;

		private final Dependency dependency;

		InnerTaskProducer(SafeQueue<Runnable> tasks, Dependency dependency) {
			this.tasks = tasks;
			this.dependency = dependency;
		}

		@PreDestroy
		void destroy() {
			for (int i = 0; i < ITEMS; i++) {
				this.tasks.offer(() -> this.dependency.use("inner"));
			}
		}

	}

}
