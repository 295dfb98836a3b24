/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle.destruction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * a bean is destroyed, and stays open;</li>
 * <li>beans that listen to events outlive the drain as well where a handler may publish
 * events, except those that stand behind a producer;</li>
 * <li>units that it feeds, as with dead letters, are closed after it.</li>
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
	 * @param needed the beans that their items reach
	 * @param listeners further beans, which may listen to events that their items publish
	 * @param handlers the beans in which their items run and which do not submit to them
	 * @param contested the beans that submit to them and are needed by the drain, each
	 * with the way that leads from a handler by this bean to a queue
	 * @param tasks whether there is no handler bean
	 * @param gateways the beans that lead to the queues and nowhere else
	 * @param runIn the beans that lead to the queues and in which their items run
	 * @param fed the queues of other units to which their items may lead
	 * @param selfFeeding whether their items may lead to the queues themselves
	 */
	public record Unit(Set<String> queues, Set<String> producers, Set<String> needed, Set<String> listeners,
			Set<String> handlers, Map<String, String> contested, boolean tasks, Set<String> gateways, Set<String> runIn,
			Set<String> fed, boolean selfFeeding) {

		/** Return the beans that must outlive the drain, contested ones not included. */
		Set<String> outliving() {
			Set<String> outliving = new LinkedHashSet<>(this.needed);
			outliving.removeAll(this.producers);
			outliving.addAll(this.listeners);
			return outliving;
		}

		/**
		 * Return whether the queues must be closed before a bean is destroyed.
		 * @param bean the bean's name
		 * @return whether they must
		 */
		public boolean mustCloseBefore(String bean) {
			return this.handlers.contains(bean) || (!this.tasks && this.contested.containsKey(bean));
		}

		/**
		 * Return whether the queues must be flushed before a bean is destroyed.
		 * @param bean the bean's name
		 * @return whether they must
		 */
		public boolean mustFlushBefore(String bean) {
			return this.tasks && this.contested.containsKey(bean);
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
	 * @param owners for queues that are built at run time, the beans that build them and
	 * submit to them
	 */
	public record Node(String name, Set<String> handlers, Set<String> reached, boolean tasks, Set<String> gateways,
			Set<String> owners) {

		/** The names of the beans by which others submit to it. */
		Set<String> ways() {
			Set<String> ways = new LinkedHashSet<>(this.gateways);
			ways.addAll(this.owners);
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
			.orElseGet(() -> new Unit(Set.of(queue), Set.of(), Set.of(), Set.of(), Set.of(), Map.of(), false, Set.of(),
					Set.of(), Set.of(), true));
	}

	/**
	 * Return the units whose items may lead to a unit, directly.
	 * @param unit the unit
	 * @return the units that are closed before it
	 */
	public List<Unit> feeding(Unit unit) {
		return this.units.stream().filter((other) -> !Collections.disjoint(other.fed(), unit.queues())).toList();
	}

	/**
	 * Return this plan with queues of which nothing is known, so that they come before
	 * all beans.
	 * @param queues their names
	 * @param beans all beans
	 * @return the plan
	 */
	public DestructionPlan before(Set<String> queues, Set<String> beans) {
		List<Unit> units = new ArrayList<>(this.units);
		units.add(new Unit(queues, Set.of(), beans, Set.of(), Set.of(), Map.of(), false, Set.of(), Set.of(), Set.of(),
				true));
		return new DestructionPlan(units);
	}

	/**
	 * Work out the plan.
	 * @param nodes the queues
	 * @param graph which bean was given which
	 * @param registry the name of the registry's bean
	 * @return the plan
	 */
	public static DestructionPlan of(Collection<Node> nodes, BeanGraph graph, String registry) {
		return new PlanMaker(nodes, graph, registry).plan();
	}

}
