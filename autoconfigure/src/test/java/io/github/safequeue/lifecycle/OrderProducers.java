/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.lifecycle.DestructionJournal.Order;

/**
 * Beans that submit to the queue {@code orders} while they are destroyed, and that were
 * given it in different ways.
 */
final class OrderProducers {

	private OrderProducers() {
	}

	abstract static class AbstractProducer {

		private final DestructionJournal journal;

		private final Supplier<SafeQueue<Order>> orders;

		AbstractProducer(DestructionJournal journal, Supplier<SafeQueue<Order>> orders) {
			this.journal = journal;
			this.orders = orders;
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders.get());
			this.journal.events.add("producer destroyed");
		}

	}

	static class Producer extends AbstractProducer {

		Producer(DestructionJournal journal, SafeQueue<Order> orders) {
			super(journal, () -> orders);
		}

	}

	static class LazyProducer extends AbstractProducer {

		LazyProducer(DestructionJournal journal, @Lazy SafeQueue<Order> orders) {
			super(journal, () -> orders);
		}

	}

	@Lazy(false)
	static class LazyMethodProducer {

		private final DestructionJournal journal;

		private @Nullable SafeQueue<Order> orders;

		LazyMethodProducer(DestructionJournal journal) {
			this.journal = journal;
		}

		@Autowired
		void setOrders(@Lazy SafeQueue<Order> orders) {
			this.orders = orders;
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders);
		}

	}

	static class ProviderProducer extends AbstractProducer {

		ProviderProducer(DestructionJournal journal, ObjectProvider<SafeQueue<Order>> orders) {
			super(journal, orders::getObject);
		}

	}

	static class RegistryProducer extends AbstractProducer {

		RegistryProducer(DestructionJournal journal, SafeQueueRegistry registry) {
			super(journal, () -> find(registry));
		}

		@SuppressWarnings("unchecked")
		static SafeQueue<Order> find(SafeQueueRegistry registry) {
			return (SafeQueue<Order>) registry.find("orders").orElseThrow();
		}

	}

	static class LazyRegistryProducer extends AbstractProducer {

		LazyRegistryProducer(DestructionJournal journal, @Lazy SafeQueueRegistry registry) {
			super(journal, () -> RegistryProducer.find(registry));
		}

	}

	static class RegistryProviderProducer extends AbstractProducer {

		RegistryProviderProducer(DestructionJournal journal, ObjectProvider<SafeQueueRegistry> registry) {
			super(journal, () -> RegistryProducer.find(registry.getObject()));
		}

	}

}
