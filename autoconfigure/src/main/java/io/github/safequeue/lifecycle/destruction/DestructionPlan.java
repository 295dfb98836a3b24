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
import java.util.function.Function;

/**
 * Which queues are closed together, which beans must be destroyed before they drain, and
 * which must outlive the drain.
 *
 * <p>
 * Queues whose handlers feed each other form one unit. For each unit:
 * <ul>
 * <li>producers: the beans that were given one of its queues, a gateway to one, or the
 * registry;</li>
 * <li>needed: the handlers and all that they depend on; for a queue of tasks, which has
 * no handler, all that its producers depend on;</li>
 * <li>a handler that is a producer itself goes first, and what it depends on outlives the
 * drain;</li>
 * <li>any other bean that is both is contested. For a unit with handlers it outlives the
 * drain and what it submits later is refused. For tasks the queue is flushed before such
 * a bean is destroyed, and stays open.</li>
 * </ul>
 *
 * @param units the units, each queue in exactly one
 */
public record DestructionPlan(List<Unit> units) {

	/**
	 * Queues that are closed together.
	 *
	 * @param queues their names
	 * @param producers the beans that submit to them
	 * @param outliving the beans that must outlive the drain, contested ones not included
	 * @param handlers the beans in which their items run and which do not submit to them
	 * @param contested the beans that submit to them and are needed by the drain
	 * @param tasks whether there is no handler bean
	 * @param gateways the beans that lead to the queues and nowhere else
	 * @param runIn the beans that lead to the queues and in which their items run
	 */
	public record Unit(Set<String> queues, Set<String> producers, Set<String> outliving, Set<String> handlers,
			Set<String> contested, boolean tasks, Set<String> gateways, Set<String> runIn) {

		/**
		 * Return whether the queues must be closed before a bean is destroyed.
		 * @param bean the bean's name
		 * @return whether they must
		 */
		public boolean mustCloseBefore(String bean) {
			return this.handlers.contains(bean) || (!this.tasks && this.contested.contains(bean));
		}

		/**
		 * Return whether the queues must be flushed before a bean is destroyed.
		 * @param bean the bean's name
		 * @return whether they must
		 */
		public boolean mustFlushBefore(String bean) {
			return this.tasks && this.contested.contains(bean);
		}

	}

	/**
	 * What is known of one queue.
	 *
	 * @param name its name
	 * @param handlers the beans that take what it holds
	 * @param reached further beans and queues that its items reach
	 * @param tasks whether its items run themselves
	 * @param gateways the beans that stand for it, those in which its items run included
	 */
	public record Node(String name, Set<String> handlers, Set<String> reached, boolean tasks, Set<String> gateways) {

		/** The names of the beans by which others submit to it. */
		Set<String> ways() {
			Set<String> ways = new LinkedHashSet<>(this.gateways);
			ways.add(this.name);
			return ways;
		}

		/** The gateways that lead to it and nowhere else. */
		Set<String> plainGateways() {
			Set<String> plain = new LinkedHashSet<>(this.gateways);
			plain.removeAll(this.reached);
			return plain;
		}

		/** The gateways in which its items run. */
		Set<String> reachedGateways() {
			Set<String> runIn = new LinkedHashSet<>(this.gateways);
			runIn.retainAll(this.reached);
			return runIn;
		}

	}

	/**
	 * Return the unit of a queue.
	 * @param queue the queue's name
	 * @return its unit, or one of its own if the plan does not have it
	 */
	public Unit unitOf(String queue) {
		return this.units.stream()
			.filter((unit) -> unit.queues().contains(queue))
			.findFirst()
			.orElseGet(
					() -> new Unit(Set.of(queue), Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of(), Set.of()));
	}

	/**
	 * Work out the plan.
	 * @param nodes the queues
	 * @param graph which bean was given which
	 * @param registry the name of the registry's bean
	 * @return the plan
	 */
	public static DestructionPlan of(Collection<Node> nodes, BeanGraph graph, String registry) {
		Map<String, Node> byName = new TreeMap<>();
		nodes.forEach((node) -> byName.put(node.name(), node));
		Set<String> ends = new LinkedHashSet<>(byName.keySet());
		nodes.forEach((node) -> ends.addAll(node.plainGateways()));
		ends.add(registry);
		Map<String, Set<String>> needs = new LinkedHashMap<>();
		for (Node node : byName.values()) {
			Set<String> roots = new LinkedHashSet<>(node.handlers());
			roots.addAll(node.reached());
			needs.put(node.name(), graph.closure(roots, ends));
		}
		Map<String, Set<String>> producers = producers(byName.values(), graph, registry);
		Function<String, Set<String>> feeds = (queue) -> {
			Set<String> need = needs.getOrDefault(queue, Set.of());
			Set<String> fed = new TreeSet<>();
			for (Node node : byName.values()) {
				if (need.contains(registry) || !Collections.disjoint(need, node.ways())) {
					fed.add(node.name());
				}
			}
			return fed;
		};
		List<Unit> units = new ArrayList<>();
		for (Set<String> queues : components(byName.keySet(), feeds)) {
			units.add(unit(queues, byName, needs, producers, graph, ends));
		}
		return new DestructionPlan(units);
	}

	private static Unit unit(Set<String> queues, Map<String, Node> byName, Map<String, Set<String>> needs,
			Map<String, Set<String>> producersOf, BeanGraph graph, Set<String> ends) {
		Set<String> producers = new LinkedHashSet<>();
		Set<String> handlers = new LinkedHashSet<>();
		Set<String> needed = new LinkedHashSet<>();
		Set<String> gateways = new LinkedHashSet<>();
		Set<String> runIn = new LinkedHashSet<>();
		boolean tasks = true;
		for (String queue : queues) {
			Node node = byName.get(queue);
			producers.addAll(producersOf.getOrDefault(queue, Set.of()));
			needed.addAll(needs.getOrDefault(queue, Set.of()));
			if (node != null) {
				handlers.addAll(node.handlers());
				gateways.addAll(node.plainGateways());
				runIn.addAll(node.reachedGateways());
				tasks &= node.tasks();
			}
		}
		if (tasks) {
			for (String producer : producers) {
				needed.addAll(graph.closure(graph.given(producer), ends));
			}
		}
		needed.removeAll(ends);
		Set<String> contested = new LinkedHashSet<>(needed);
		contested.retainAll(producers);
		contested.removeAll(handlers);
		Set<String> outliving = new LinkedHashSet<>(needed);
		outliving.removeAll(producers);
		handlers.addAll(runIn);
		handlers.removeAll(producers);
		return new Unit(queues, producers, outliving, handlers, contested, tasks, gateways, runIn);
	}

	private static Map<String, Set<String>> producers(Collection<Node> nodes, BeanGraph graph, String registry) {
		Map<String, Set<String>> producers = new LinkedHashMap<>();
		for (String bean : graph.beans()) {
			if (nodes.stream().anyMatch((node) -> node.name().equals(bean))) {
				continue;
			}
			Set<String> given = graph.given(bean);
			for (Node node : nodes) {
				if (given.contains(registry) || !Collections.disjoint(given, node.ways())) {
					producers.computeIfAbsent(node.name(), (key) -> new LinkedHashSet<>()).add(bean);
				}
			}
		}
		return producers;
	}

	/** The strongly connected components: queues that reach each other. */
	private static List<Set<String>> components(Set<String> queues, Function<String, Set<String>> feeds) {
		Map<String, Set<String>> reach = new TreeMap<>();
		for (String queue : queues) {
			Set<String> reached = new TreeSet<>();
			List<String> open = new ArrayList<>(List.of(queue));
			while (!open.isEmpty()) {
				for (String next : feeds.apply(open.remove(open.size() - 1))) {
					if (reached.add(next)) {
						open.add(next);
					}
				}
			}
			reach.put(queue, reached);
		}
		List<Set<String>> components = new ArrayList<>();
		Set<String> done = new TreeSet<>();
		for (String queue : queues) {
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
