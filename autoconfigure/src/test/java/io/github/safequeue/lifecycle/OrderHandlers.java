/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import jakarta.annotation.PreDestroy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.lifecycle.DestructionJournal.Order;

/**
 * Handlers of the queue {@code orders} that reach a bean in different ways, and that
 * bean.
 */
final class OrderHandlers {

	private OrderHandlers() {
	}

	static class Dependency {

		private final DestructionJournal journal;

		private volatile boolean destroyed;

		Dependency(DestructionJournal journal) {
			this.journal = journal;
		}

		void use(Object item) {
			if (this.destroyed) {
				this.journal.onDestroyed.incrementAndGet();
			}
			this.journal.handled.add(item);
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
			this.journal.events.add("dependency destroyed");
		}

	}

	static class Handler {

		private final Dependency dependency;

		private final DestructionJournal journal;

		private volatile boolean destroyed;

		Handler(Dependency dependency, DestructionJournal journal) {
			this.dependency = dependency;
			this.journal = journal;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			if (this.destroyed) {
				this.journal.onDestroyed.incrementAndGet();
			}
			this.dependency.use(order);
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
			this.journal.events.add("handler destroyed");
		}

	}

	static class LazyHandler {

		private final Dependency dependency;

		LazyHandler(@Lazy Dependency dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

	}

	static class ProviderHandler {

		private final ObjectProvider<Dependency> dependency;

		ProviderHandler(ObjectProvider<Dependency> dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.getObject().use(order);
		}

	}

	static class LookupHandler {

		private final GenericApplicationContext context;

		LookupHandler(GenericApplicationContext context) {
			this.context = context;
		}

		@SafeQueueListener(queues = "orders", dependsOn = "dependency")
		void on(Order order) {
			this.context.getBean(Dependency.class).use(order);
		}

	}

}
