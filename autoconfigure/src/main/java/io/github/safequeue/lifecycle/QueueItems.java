package io.github.safequeue.lifecycle;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Finds out what a queue holds.
 */
final class QueueItems {

	private QueueItems() {
	}

	/**
	 * Return the type of a queue's items.
	 * @param queue the queue
	 * @param beanFactory the bean factory
	 * @return what the queue was built with, or its bean declares, or {@code null}
	 */
	static @Nullable Class<?> type(SafeQueue<?> queue, ConfigurableListableBeanFactory beanFactory) {
		if (queue instanceof ManagedQueue<?> managed && managed.itemType() != null) {
			return managed.itemType();
		}
		if (!beanFactory.containsBeanDefinition(queue.name())) {
			return null;
		}
		return beanFactory.getMergedBeanDefinition(queue.name())
			.getResolvableType()
			.as(SafeQueue.class)
			.getGeneric(0)
			.resolve();
	}

}
