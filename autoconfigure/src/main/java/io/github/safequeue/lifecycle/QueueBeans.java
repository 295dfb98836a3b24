/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.safequeue.SafeQueue;

/**
 * Which queues of a context are beans. Creates no bean. Any thread.
 */
final class QueueBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	QueueBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether there is a bean of that name and it is a queue, wrapped or not,
	 * created or not.
	 */
	boolean isBean(String name) {
		return this.beanFactory.containsLocalBean(name) && this.beanFactory.isTypeMatch(name, SafeQueue.class);
	}

	/**
	 * Return whether the queue of that name is built for a bean that is being created.
	 */
	boolean isBeingCreated(String name) {
		return isBean(name) && (this.beanFactory.isCurrentlyInCreation(name) || isFactoryBean(name));
	}

	/** Return whether a factory bean makes the queue of that name. */
	boolean isFactoryBean(String name) {
		return this.beanFactory.containsBeanDefinition(name) && this.beanFactory.isFactoryBean(name);
	}

	/** Return whether the bean of that name is not created before it is asked for. */
	boolean isLazy(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isLazyInit();
	}

}
