/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.lifecycle.DestructionJournal.Order;
import io.github.safequeue.lifecycle.OrderHandlers.Dependency;
import io.github.safequeue.lifecycle.OrderHandlers.Handler;
import io.github.safequeue.lifecycle.OrderHandlers.LazyHandler;
import io.github.safequeue.lifecycle.OrderHandlers.LookupHandler;
import io.github.safequeue.lifecycle.OrderHandlers.ProviderHandler;
import io.github.safequeue.lifecycle.OrderProducers.LazyMethodProducer;
import io.github.safequeue.lifecycle.OrderProducers.LazyProducer;
import io.github.safequeue.lifecycle.OrderProducers.LazyRegistryProducer;
import io.github.safequeue.lifecycle.OrderProducers.Producer;
import io.github.safequeue.lifecycle.OrderProducers.ProviderProducer;
import io.github.safequeue.lifecycle.OrderProducers.RegistryProducer;
import io.github.safequeue.lifecycle.OrderProducers.RegistryProviderProducer;
import io.github.safequeue.testing.Permutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What beans submit while they are destroyed is handled while the handler and all that it
 * needs live, whatever the order of definition and the style of injection.
 */
class DestructionOrderTests {

	private static final int ITEMS = DestructionJournal.ITEMS;

	private final DestructionJournal journal = new DestructionJournal();

	private final ApplicationContextRunner runner = DefinedBeans.runner(this.journal);

	static Stream<List<String>> orders() {
		return Permutations.of("producer", "handler", "dependency", "other");
	}

	@ParameterizedTest
	@MethodSource("orders")
	void drainsBetweenProducerAndHandler(List<String> order) {
		run(order, Producer.class, Handler.class);
		assertThat(this.journal.events).containsSubsequence("producer destroyed", "handler destroyed",
				"dependency destroyed");
	}

	static Stream<Arguments> producers() {
		return Stream
			.of(Producer.class, LazyProducer.class, ProviderProducer.class, LazyMethodProducer.class,
					RegistryProducer.class, LazyRegistryProducer.class, RegistryProviderProducer.class)
			.flatMap((producer) -> Stream.of(Arguments.of(producer, List.of("producer", "handler", "dependency")),
					Arguments.of(producer, List.of("handler", "dependency", "producer"))));
	}

	@ParameterizedTest
	@MethodSource("producers")
	void drainsAfterEachStyleOfInjection(Class<?> producer, List<String> order) {
		run(order, producer, Handler.class);
	}

	static Stream<Arguments> handlers() {
		return Stream.of(Handler.class, LazyHandler.class, ProviderHandler.class, LookupHandler.class)
			.flatMap((handler) -> Stream.of(Arguments.of(handler, List.of("dependency", "handler", "producer")),
					Arguments.of(handler, List.of("handler", "producer", "dependency"))));
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void whatTheHandlerReachesLazilyOutlivesTheDrain(Class<?> handler, List<String> order) {
		run(order, Producer.class, handler);
	}

	private void run(List<String> order, Class<?> producer, Class<?> handler) {
		DefinedBeans
			.define(this.runner, order, Map.of("producer", producer, "handler", handler, "dependency", Dependency.class,
					"other", Object.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.journal.handled).hasSize(ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	@Test
	void aFailedRefreshDrains() {
		this.runner.withBean("dependency", Dependency.class)
			.withBean("handler", Handler.class)
			.withBean("producer", Producer.class)
			.withBean("early", EarlyProducer.class)
			.withBean("failing", Failing.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(this.journal.handled).hasSize(2 * ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	@Test
	void aPausedContextDrainsWhenItIsClosed() {
		this.runner.withBean("handler", Handler.class)
			.withBean("dependency", Dependency.class)
			.withBean("producer", Producer.class)
			.run((context) -> {
				((GenericApplicationContext) context.getSourceApplicationContext()).stop();
				@SuppressWarnings("unchecked")
				SafeQueue<Order> orders = context.getBean("orders", SafeQueue.class);
				orders.offer(new Order(1));
				assertThat(orders.size()).isOne();
			});
		assertThat(this.journal.handled).hasSize(ITEMS + 1);
	}

	static class EarlyProducer {

		EarlyProducer(DestructionJournal journal, SafeQueue<Order> orders) {
			journal.submit(orders);
		}

	}

	static class Failing {

		Failing() {
			throw new IllegalStateException("no start");
		}

	}

}
