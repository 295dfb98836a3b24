/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.beans.factory.HierarchicalBeanFactory;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;

/**
 * The queues of a context and of its parents, as health and endpoint of that context show
 * them: a queue of the context hides one of that name of a parent. Any thread.
 */
final class VisibleQueues implements SafeQueueRegistry {

	private final SafeQueueRegistry own;

	private final SafeQueueRegistry inherited;

	private VisibleQueues(SafeQueueRegistry own, SafeQueueRegistry inherited) {
		this.own = own;
		this.inherited = inherited;
	}

	/**
	 * Find the queues that are visible in a context.
	 * @param own the queues of that context
	 * @param beanFactory its bean factory
	 * @return these and those of its parents
	 */
	static SafeQueueRegistry of(SafeQueueRegistry own, HierarchicalBeanFactory beanFactory) {
		if (!(beanFactory.getParentBeanFactory() instanceof HierarchicalBeanFactory parent)) {
			return own;
		}
		SafeQueueRegistry inherited = parent.getBeanProvider(SafeQueueRegistry.class).getIfAvailable();
		return (inherited != null && inherited != own) ? new VisibleQueues(own, of(inherited, parent)) : own;
	}

	@Override
	public Optional<SafeQueue<?>> find(String name) {
		Optional<SafeQueue<?>> found = this.own.find(name);
		return found.isEmpty() ? this.inherited.find(name) : found;
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		Map<String, SafeQueue<?>> queues = new TreeMap<>();
		this.inherited.all().forEach((queue) -> queues.put(queue.name(), queue));
		this.own.all().forEach((queue) -> queues.put(queue.name(), queue));
		return List.copyOf(queues.values());
	}

	@Override
	public boolean close(String name) {
		return this.own.close(name);
	}

}
