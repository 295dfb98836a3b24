/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The bindings of a context, complete before its beans are created. Any thread.
 */
public final class QueueBindings {

	private final Map<String, QueueBinding> bindings;

	private final Set<String> declared;

	private final Set<String> implicit;

	private final Map<String, SubmissionProxy> gateways;

	private final Map<String, Set<String>> reached;

	/** By the name of a queue, the bean that keeps its items. */
	private final Map<String, String> stores = new ConcurrentHashMap<>();

	/**
	 * Create the bindings.
	 * @param bindings one for each queue that is not bound by its own builder
	 * @param declared the names of all queue beans
	 * @param implicit those of them that are there without being declared, and whose
	 * dead-letter queue is the default of all queues
	 * @param gateways the beans that stand for a queue, at most one queue each
	 * @param reached by the name of a queue, further beans that its items reach
	 */
	public QueueBindings(Collection<QueueBinding> bindings, Set<String> declared, Set<String> implicit,
			Collection<SubmissionProxy> gateways, Map<String, Set<String>> reached) {
		this.implicit = Set.copyOf(implicit);
		this.reached = Map.copyOf(reached);
		this.declared = Set.copyOf(declared);
		Map<String, QueueBinding> map = new TreeMap<>();
		bindings.forEach((binding) -> map.put(binding.queue(), binding));
		this.bindings = Map.copyOf(map);
		Map<String, SubmissionProxy> byBean = new TreeMap<>();
		gateways.forEach((gateway) -> byBean.put(gateway.bean(), gateway));
		this.gateways = Map.copyOf(byBean);
	}

	@Nullable QueueBinding find(String queue) {
		return this.bindings.get(queue);
	}

	Collection<QueueBinding> all() {
		return this.bindings.values();
	}

	Set<String> declared() {
		return this.declared;
	}

	boolean isDeclared(String queue) {
		return this.declared.contains(queue);
	}

	/** Whether a queue is there without being declared, as the queue of tasks. */
	boolean isImplicit(String queue) {
		return this.implicit.contains(queue);
	}

	Collection<SubmissionProxy> gateways() {
		return this.gateways.values();
	}

	/** Further beans that the items of a queue reach. */
	Set<String> reached(String queue) {
		Set<String> reached = this.reached.getOrDefault(queue, Set.of());
		String store = this.stores.get(queue);
		if (store == null) {
			return reached;
		}
		Set<String> all = new TreeSet<>(reached);
		all.add(store);
		return all;
	}

	/** A queue was built whose items a bean keeps. */
	void reach(String queue, String bean) {
		this.stores.put(queue, bean);
	}

	/**
	 * Whether a bean that is given this one may submit to a queue of this context by it.
	 */
	boolean leadsToQueue(String beanName) {
		return beanName.equals(SafeQueueLifecycle.BEAN_NAME) || isDeclared(beanName)
				|| this.gateways.containsKey(beanName);
	}

	/** Whether what a queue holds runs in a bean. */
	boolean isHandler(String beanName) {
		SubmissionProxy gateway = this.gateways.get(beanName);
		if (gateway != null && gateway.reached()) {
			return true;
		}
		return this.bindings.values().stream().anyMatch((binding) -> binding.handlerBean().equals(beanName));
	}

}
