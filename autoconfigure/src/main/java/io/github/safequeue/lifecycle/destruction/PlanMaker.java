/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle.destruction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.safequeue.lifecycle.destruction.DestructionPlan.Node;
import io.github.safequeue.lifecycle.destruction.DestructionPlan.Unit;

/**
 * Works out a {@link DestructionPlan}. Used once, by one thread.
 */
final class PlanMaker {

	private final Map<String, Node> nodes = new TreeMap<>();

	private final BeanGraph graph;

	private final String registry;

	/** Where the way of an item ends: a queue, or what leads to one. */
	private final Set<String> ends = new LinkedHashSet<>();

	/** What the items of each queue reach, in the order in which it was reached. */
	private final Map<String, BeanGraph.Reach> reach = new TreeMap<>();

	private final Map<String, Set<String>> producers = new LinkedHashMap<>();

	PlanMaker(Collection<Node> nodes, BeanGraph graph, String registry) {
		this.graph = graph;
		this.registry = registry;
		nodes.forEach((node) -> this.nodes.put(node.name(), node));
	}

	DestructionPlan plan() {
		this.ends.addAll(this.nodes.keySet());
		this.nodes.values().forEach((node) -> this.ends.addAll(node.plainGateways()));
		this.ends.add(this.registry);
		findProducers();
		for (Node node : this.nodes.values()) {
			Set<String> roots = new LinkedHashSet<>(node.handlers());
			roots.addAll(node.reached());
			this.reach.put(node.name(), this.graph.reach(roots, this.ends));
		}
		Map<String, Set<String>> fed = new TreeMap<>();
		this.nodes.keySet().forEach((queue) -> fed.put(queue, fed(queue)));
		List<Unit> units = new ArrayList<>();
		for (Set<String> queues : components(fed)) {
			units.add(unit(queues, fed));
		}
		return new DestructionPlan(units);
	}

	private Set<String> producersOf(String queue) {
		return this.producers.getOrDefault(queue, Set.of());
	}

	private void findProducers() {
		for (String bean : this.graph.beans()) {
			if (this.nodes.containsKey(bean)) {
				continue;
			}
			Set<String> given = this.graph.given(bean);
			for (Node node : this.nodes.values()) {
				if (leadsTo(given, node) || node.owners().contains(bean)) {
					this.producers.computeIfAbsent(node.name(), (key) -> new LinkedHashSet<>()).add(bean);
				}
			}
		}
	}

	private boolean leadsTo(Set<String> beans, Node node) {
		return beans.contains(this.registry) || !Collections.disjoint(beans, node.ways());
	}

	/** The queues that the items of a queue may lead to, directly. */
	private Set<String> fed(String queue) {
		Set<String> reached = reach(queue).beans();
		Set<String> fed = new TreeSet<>();
		for (Node node : this.nodes.values()) {
			if (leadsTo(reached, node)) {
				fed.add(node.name());
			}
		}
		return fed;
	}

	private BeanGraph.Reach reach(String queue) {
		return this.reach.getOrDefault(queue, BeanGraph.Reach.NONE);
	}

	private Unit unit(Set<String> queues, Map<String, Set<String>> fedBy) {
		Set<String> producers = new LinkedHashSet<>();
		Set<String> handlers = new LinkedHashSet<>();
		Set<String> needed = new LinkedHashSet<>();
		Set<String> gateways = new LinkedHashSet<>();
		Set<String> runIn = new LinkedHashSet<>();
		Set<String> fed = new TreeSet<>();
		boolean tasks = true;
		for (String queue : queues) {
			producers.addAll(producersOf(queue));
			needed.addAll(reach(queue).beans());
			fed.addAll(fedBy.getOrDefault(queue, Set.of()));
			Node node = this.nodes.get(queue);
			if (node != null) {
				handlers.addAll(node.handlers());
				gateways.addAll(node.plainGateways());
				runIn.addAll(node.reachedGateways());
				tasks &= node.tasks();
			}
		}
		if (tasks) {
			for (String producer : producers) {
				needed.addAll(this.graph.reach(this.graph.given(producer), this.ends).beans());
			}
		}
		boolean publishes = needed.contains(BeanGraph.EVENTS);
		needed.removeAll(this.ends);
		Map<String, String> contested = contested(queues, needed, producers, handlers);
		Set<String> listeners = (publishes) ? listeners(needed, producers) : Set.of();
		handlers.addAll(runIn);
		handlers.removeAll(producers);
		boolean selfFeeding = tasks || !Collections.disjoint(fed, queues);
		fed.removeAll(queues);
		return new Unit(queues, producers, needed, listeners, handlers, contested, tasks, gateways, runIn, fed,
				selfFeeding);
	}

	/** The beans that the handlers need and that submit, and how they come to. */
	private Map<String, String> contested(Set<String> queues, Set<String> needed, Set<String> producers,
			Set<String> handlers) {
		Map<String, String> contested = new LinkedHashMap<>();
		for (String bean : needed) {
			if (producers.contains(bean) && !handlers.contains(bean)) {
				contested.put(bean, way(queues, bean));
			}
		}
		return contested;
	}

	private String way(Set<String> queues, String bean) {
		List<String> way = new ArrayList<>();
		for (String queue : queues) {
			if (way.isEmpty()) {
				way.addAll(reach(queue).wayTo(bean));
			}
		}
		if (way.isEmpty()) {
			way.add(bean);
		}
		Set<String> given = this.graph.given(bean);
		this.nodes.values()
			.stream()
			.filter((node) -> queues.contains(node.name()) && leadsTo(given, node))
			.findFirst()
			.ifPresent((node) -> way.add("queue '%s'".formatted(node.name())));
		return String.join(" -> ", way);
	}

	/**
	 * Listeners of events are found by their type, so that nothing is known of who
	 * publishes to whom: one that needs a producer goes first, with it.
	 */
	private Set<String> listeners(Set<String> needed, Set<String> producers) {
		Set<String> listeners = new LinkedHashSet<>();
		for (String listener : this.graph.listeners()) {
			Set<String> reached = this.graph.reach(Set.of(listener), this.ends).beans();
			if (Collections.disjoint(reached, producers)) {
				listeners.addAll(reached);
			}
		}
		listeners.removeAll(this.ends);
		listeners.removeAll(needed);
		return listeners;
	}

	/** The strongly connected components: queues that reach each other. */
	private static List<Set<String>> components(Map<String, Set<String>> fed) {
		Map<String, Set<String>> reach = new TreeMap<>();
		for (String queue : fed.keySet()) {
			Set<String> reached = new TreeSet<>();
			List<String> open = new ArrayList<>(List.of(queue));
			while (!open.isEmpty()) {
				for (String next : fed.getOrDefault(open.remove(open.size() - 1), Set.of())) {
					if (reached.add(next)) {
						open.add(next);
					}
				}
			}
			reach.put(queue, reached);
		}
		List<Set<String>> components = new ArrayList<>();
		Set<String> done = new TreeSet<>();
		for (String queue : fed.keySet()) {
			if (done.contains(queue)) {
				continue;
			}
			Set<String> component = new TreeSet<>(Set.of(queue));
			for (String other : reach.getOrDefault(queue, Set.of())) {
				if (reach.getOrDefault(other, Set.of()).contains(queue)) {
					component.add(other);
				}
			}
			done.addAll(component);
			components.add(component);
		}
		return components;
	}

}
