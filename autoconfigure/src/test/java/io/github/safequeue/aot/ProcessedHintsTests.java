/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.aot;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image knows what is called by reflection.
 */
@CompileWithForkedClassLoader
class ProcessedHintsTests {

	@Test
	void whatIsReachedByReflectionIsKept() {
		RuntimeHints hints = new ProcessedApplication(Listeners.class, "safequeue.queues.parcels.handler=packer")
			.hints();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Orders.class, "on")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Orders.class, "onBatch")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Handles.class, "on")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.class, "customer")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.Customer.class, "getId"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Orders.class, "other")).rejects(hints);
		assertThat(creationOfOrders()).rejects(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Orders.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Packer.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(SafeQueueProperties.class.getDeclaredConstructors()[0])).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(SafeQueueProperties.Queue.class.getDeclaredConstructors()[0])).accepts(hints);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(ConfigurableListableBeanFactory.class))
			.accepts(hints);
	}

	@Test
	void itemsOfAStoreAreBound() {
		RuntimeHints hints = new ProcessedApplication(Listeners.class, "safequeue.queues.parcels.handler=packer",
				"safequeue.queues.orders.store=jdbc")
			.hints();
		assertThat(creationOfOrders()).accepts(hints);
	}

	private static Predicate<RuntimeHints> creationOfOrders() {
		return RuntimeHintsPredicates.reflection().onConstructorInvocation(Order.class.getDeclaredConstructors()[0]);
	}

	interface Handles<T> {

		void on(T item);

	}

	static class Orders implements Handles<Order> {

		@Override
		@SafeQueueListener(queues = "orders", key = "customer.id")
		public void on(Order order) {
			other();
		}

		@SafeQueueListener(queues = "batches", batchSize = "10", key = "id")
		void onBatch(List<? extends Object> items) {
			other();
		}

		void other() {
			// No listener.
		}

	}

	static class Packer implements WorkHandler<Long> {

		@Override
		public void handle(Long item) {
			// Called by its interface.
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		Orders orderListener() {
			return new Orders();
		}

		@Bean
		Packer packer() {
			return new Packer();
		}

	}

}
