/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.lifecycle.destruction.BeanGraph;
import io.github.safequeue.lifecycle.destruction.DestructionPlan;

/**
 * Makes the {@link DestructionPlan} of a context's queues: describes each queue by the
 * beans that handle its items, that its items reach, and that lead to it. Any thread.
 */
final class DestructionPlanner {

	private final QueueBindings bindings;

	private final ConfigurableListableBeanFactory beanFactory;

	private final QueueItems items;

	private final BeanGraph graph;

	/**
	 * Create a planner.
	 * @param bindings the handlers of the queues, and what leads to them
	 * @param beanFactory the bean factory
	 * @param items what the queues hold
	 * @param graph which beans were given which
	 */
	DestructionPlanner(QueueBindings bindings, ConfigurableListableBeanFactory beanFactory, QueueItems items,
			BeanGraph graph) {
		this.bindings = bindings;
		this.beanFactory = beanFactory;
		this.items = items;
		this.graph = graph;
	}

	/**
	 * Make a plan by what is known now.
	 * @param queues the queues of the context
	 * @return the plan
	 */
	DestructionPlan plan(OwnedQueues queues) {
		this.graph.refresh();
		Map<String, Set<String>> groups = queues.groups();
		List<DestructionPlan.Node> nodes = new ArrayList<>();
		for (ManagedQueue<?> queue : queues.existing()) {
			if (queues.destroyedAs(Set.of(queue.name())).contains(queue)) {
				nodes.add(node(queue));
			}
		}
		Set<String> orphans = new LinkedHashSet<>();
		groups.forEach((name, owners) -> {
			if (owners.isEmpty()) {
				orphans.add(name);
			}
			else {
				nodes.add(group(name, owners, queues.destroyedAs(Set.of(name))));
			}
		});
		DestructionPlan plan = DestructionPlan.of(nodes, this.graph, SafeQueueLifecycle.BEAN_NAME);
		return orphans.isEmpty() ? plan : plan.before(orphans, Set.of(this.beanFactory.getSingletonNames()));
	}

	/** The queues that are built at run time by builders that some beans were given. */
	private DestructionPlan.Node group(String name, Set<String> owners, List<ManagedQueue<?>> queues) {
		Set<String> reached = new LinkedHashSet<>(failureHandlers());
		for (ManagedQueue<?> queue : queues) {
			if (queue.deadLetterQueue() != null) {
				reached.add(queue.deadLetterQueue());
			}
			reached.addAll(this.bindings.reached(queue.name()));
		}
		return new DestructionPlan.Node(name, owners, reached, false, Set.of(), owners);
	}

	private DestructionPlan.Node node(SafeQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		Set<String> handlers = new LinkedHashSet<>();
		Set<String> reached = new LinkedHashSet<>();
		if (binding != null) {
			handlers.add(binding.handlerBean());
			reached.addAll(binding.dependsOn());
		}
		boolean tasks = binding == null && isTasks(queue);
		addGiven(queue, (binding == null) ? handlers : reached, reached);
		reached.addAll(failureHandlers());
		if (queue instanceof ManagedQueue<?> managed && managed.deadLetterQueue() != null) {
			reached.add(managed.deadLetterQueue());
		}
		reached.addAll(this.bindings.reached(queue.name()));
		Set<String> gateways = new LinkedHashSet<>();
		for (SubmissionProxy gateway : this.bindings.gateways()) {
			if (gateway.queue().equals(queue.name())) {
				gateways.add(gateway.bean());
				if (gateway.reached()) {
					reached.add(gateway.bean());
				}
			}
		}
		return new DestructionPlan.Node(queue.name(), handlers, reached, tasks && handlers.isEmpty(), gateways,
				Set.of());
	}

	/** What a @Bean method was given: the queue's handler, most likely. */
	private void addGiven(SafeQueue<?> queue, Set<String> handlers, Set<String> reached) {
		if (!this.beanFactory.containsBeanDefinition(queue.name())) {
			return;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(queue.name());
		if (!(definition instanceof RootBeanDefinition root) || root.getResolvedFactoryMethod() == null) {
			return;
		}
		for (String given : this.graph.given(queue.name())) {
			if (this.graph.isMade(given)) {
				(given.equals(definition.getFactoryBeanName()) ? reached : handlers).add(given);
			}
		}
	}

	private boolean isTasks(SafeQueue<?> queue) {
		Class<?> type = this.items.of(queue).resolve();
		return type != null && Runnable.class.isAssignableFrom(type);
	}

	private List<String> failureHandlers() {
		List<String> handlers = new ArrayList<>(namesOf(DeadLetterHandler.class));
		handlers.addAll(namesOf(UndeliveredWorkHandler.class));
		return handlers;
	}

	private List<String> namesOf(Class<?> type) {
		return Arrays.asList(this.beanFactory.getBeanNamesForType(type, true, false));
	}

}
