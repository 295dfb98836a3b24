/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Publishes the events of a context's queues as events of the application. Called on a
 * thread of each queue, which listeners may block.
 */
final class QueueEventPublisher implements QueueObserver {

	private final ConfigurableApplicationContext context;

	private volatile boolean initialized;

	QueueEventPublisher(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** All singletons exist: listeners can hear. */
	void begin() {
		this.initialized = true;
	}

	@Override
	public void added(ManagedQueue<?> queue) {
		queue.onEvent(this::publish);
	}

	/**
	 * Publish an event, unless the context cannot: it has not begun to listen, or it is
	 * closed.
	 * @param event the event
	 */
	private void publish(SafeQueueEvent event) {
		if (this.initialized && this.context.isActive()) {
			try {
				this.context.publishEvent(event);
			}
			catch (BeanCreationNotAllowedException ex) {
				// The context is closing, and a listener is a lazy bean that never was
				// made.
			}
		}
	}

}
