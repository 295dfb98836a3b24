/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Binds the handlers of queues. Any thread.
 */
final class QueueBinder {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final QueueBindings bindings;

	private final ConfigurableListableBeanFactory beanFactory;

	private final QueueItems items;

	QueueBinder(QueueBindings bindings, ConfigurableListableBeanFactory beanFactory, QueueItems items) {
		this.bindings = bindings;
		this.beanFactory = beanFactory;
		this.items = items;
	}

	/**
	 * Bind the handler of a queue, which must have exactly one, and one of its items.
	 * @param queue the queue
	 */
	void bind(ManagedQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		if (binding == null) {
			if (!queue.isBound() && queue.needsHandler()) {
				throw new SafeQueueConfigurationException(queue.name(),
						"Queue '%s' has no handler.".formatted(queue.name()),
						"Call handler(...) on its builder, write a method with @SafeQueueListener(\"%s\"), or name a WorkHandler bean by safequeue.queues.%s.handler."
							.formatted(queue.name(), queue.name()));
			}
			this.items.check(queue);
			return;
		}
		if (queue.isBound()) {
			throw new SafeQueueConfigurationException(queue.name(),
					"Queue '%s' has two handlers: the one of its builder and %s.".formatted(queue.name(),
							binding.description()),
					"Remove one of them.");
		}
		for (String dependency : binding.dependsOn()) {
			if (!this.beanFactory.containsBean(dependency)) {
				throw new SafeQueueConfigurationException(
						queue.name(), "Queue '%s': dependsOn of %s names the bean '%s', which does not exist."
							.formatted(queue.name(), binding.description(), dependency),
						"Correct the name, or remove it from dependsOn.");
			}
		}
		Object bean = this.beanFactory.getBean(binding.handlerBean());
		queue.bind(binding.handler().apply(bean));
		this.items.check(queue);
	}

	/**
	 * Bind what can be bound in a context that failed to start.
	 * @param queue the queue
	 */
	void bindLate(ManagedQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		if (queue.isBound() || binding == null) {
			return;
		}
		try {
			Object bean = this.beanFactory.isCurrentlyInCreation(binding.handlerBean()) ? null
					: this.beanFactory.getSingleton(binding.handlerBean());
			if (bean != null) {
				WorkHandler<?> handler = binding.handler().apply(bean);
				queue.bind(handler);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Queue '%s': its handler cannot be used".formatted(queue.name()), ex);
		}
	}

}
