/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.autoconfigure.properties.QueueKeys;

/**
 * A declared queue that an injection point asks for as a {@link DurableQueue}, and that
 * is not declared as one.
 *
 * @param name the queue's name
 * @param items the type of its items, as it stands in Java code
 * @param bean describes the bean method that declares the queue, {@code null} if none
 */
record QueueWithoutStore(String name, String items, @Nullable String bean) {

	/**
	 * Find the queue that is asked for: the one of that name, else the only one with such
	 * items.
	 * @param request what is asked for
	 * @param declared the declared queues and the types of their items
	 * @param beanFactory the bean factory
	 * @return the queue, or {@code null} if there is none, or it is durable
	 */
	static @Nullable QueueWithoutStore find(QueueRequest request, Map<String, ResolvableType> declared,
			BeanFactory beanFactory) {
		if (!request.durable() || !(beanFactory instanceof ConfigurableListableBeanFactory factory)) {
			return null;
		}
		List<String> fitting = declared.entrySet()
			.stream()
			.filter((queue) -> queue.getValue().toClass() == request.items().toClass())
			.map(Map.Entry::getKey)
			.filter((name) -> !factory.isTypeMatch(name, DurableQueue.class))
			.toList();
		boolean named = request.name() != null && fitting.contains(request.name());
		if (!named && (fitting.size() != 1 || request.qualified())) {
			return null;
		}
		String name = named ? request.name() : fitting.get(0);
		return new QueueWithoutStore(String.valueOf(name), request.itemName(),
				beanMethod(String.valueOf(name), factory));
	}

	private static @Nullable String beanMethod(String name, ConfigurableListableBeanFactory factory) {
		try {
			return factory.getMergedBeanDefinition(name).getFactoryMethodName();
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

	String problem() {
		return (this.bean != null)
				? "the bean method '%s' declares queue '%s' as a SafeQueue, whether it has a store or not"
					.formatted(this.bean, this.name)
				: "queue '%s' has no store: it holds its items in memory".formatted(this.name);
	}

	String action() {
		String store = QueueKeys.property(this.name, "store");
		if (this.bean != null) {
			return "Set %s=jdbc, declare the bean as DurableQueue<%s>, and build it by buildDurable(); or inject SafeQueue<%s>."
				.formatted(store, this.items, this.items);
		}
		return "Set %s=jdbc, or inject SafeQueue<%s>.".formatted(store, this.items);
	}

}
