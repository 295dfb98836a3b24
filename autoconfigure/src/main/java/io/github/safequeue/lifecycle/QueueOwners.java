/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.github.safequeue.lifecycle.destruction.BeanGraph;

/**
 * Lets Spring destroy the queues of a context, which are beans or not.
 *
 * <p>
 * What a bean contains is destroyed right after it and before all that it depends on.
 * Each queue bean contains the queue behind it: a bean that wraps a queue, or that Spring
 * has no way to destroy, ends its queue as well. A bean that was given a builder contains
 * the queues that it builds, all of them as one. Where nobody knows who was given the
 * builder, its queues are destroyed before any singleton. Any thread.
 */
final class QueueOwners {

	private static final String UNKNOWN = "queues of unknown owners";

	private final DefaultListableBeanFactory beanFactory;

	private final BeanGraph graph;

	private final Consumer<String> destruction;

	/** Where builders were injected, by the name under which their queues are known. */
	private final Map<String, Optional<Member>> owners = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param beanFactory the bean factory
	 * @param graph which bean was given which
	 * @param destruction called with the name under which queues are destroyed
	 */
	QueueOwners(DefaultListableBeanFactory beanFactory, BeanGraph graph, Consumer<String> destruction) {
		this.beanFactory = beanFactory;
		this.graph = graph;
		this.destruction = destruction;
	}

	/**
	 * Have a queue destroyed with its bean.
	 * @param name the name of both
	 */
	void ownedByBean(String name) {
		String queue = "queue behind " + name;
		this.beanFactory.registerDisposableBean(queue, () -> this.destruction.accept(name));
		this.beanFactory.registerContainedBean(queue, name);
	}

	/**
	 * Have a queue that is no bean destroyed.
	 * @param injectedAt where its builder was injected, or {@code null} if unknown
	 * @return the name under which it is destroyed
	 */
	String ownedAt(@Nullable Member injectedAt) {
		String name = name(injectedAt);
		if (this.owners.putIfAbsent(name, Optional.ofNullable(injectedAt)) == null) {
			this.beanFactory.registerDisposableBean(name, () -> this.destruction.accept(name));
			// A bean that builds while it is created is not known yet.
			contain(name, owners(name));
		}
		return name;
	}

	private static String name(@Nullable Member injectedAt) {
		if (injectedAt == null) {
			return UNKNOWN;
		}
		String type = injectedAt.getDeclaringClass().getName();
		return "queues of " + ((injectedAt instanceof Method) ? type + "." + injectedAt.getName() : type);
	}

	/**
	 * Return who owns the queues that are no beans.
	 * @return the owners by the name under which their queues are destroyed; none where
	 * they are not known
	 */
	Map<String, Set<String>> groups() {
		Map<String, Set<String>> groups = new TreeMap<>();
		for (String name : this.owners.keySet()) {
			Set<String> owners = owners(name);
			contain(name, owners);
			groups.put(name, owners);
		}
		return groups;
	}

	private void contain(String name, Set<String> owners) {
		owners.forEach((owner) -> this.beanFactory.registerContainedBean(name, owner));
	}

	private Set<String> owners(String name) {
		return this.owners.getOrDefault(name, Optional.empty()).map(this.graph::madeAt).orElse(Set.of());
	}

}
