/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle.destruction;

import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Registers the order of a {@link DestructionPlan} with Spring.
 */
public final class DestructionOrder {

	private DestructionOrder() {
	}

	/**
	 * Let all that a queue needs outlive it, and the queues that it feeds.
	 * @param plan the plan
	 * @param beanFactory the bean factory whose order of destruction is changed
	 */
	public static void apply(DestructionPlan plan, DefaultListableBeanFactory beanFactory) {
		for (DestructionPlan.Unit unit : plan.units()) {
			Set<String> free = new LinkedHashSet<>(unit.producers());
			free.removeAll(unit.contested().keySet());
			// A queue of tasks stays open for contested beans, too.
			Set<String> first = (unit.tasks()) ? unit.producers() : free;
			for (String queue : unit.queues()) {
				for (String bean : unit.outliving()) {
					beanFactory.registerDependentBean(bean, queue);
				}
				unit.fed().forEach((fed) -> beanFactory.registerDependentBean(fed, queue));
				// What Spring does not record: lazily given queues, and the registry.
				for (String producer : first) {
					beanFactory.registerDependentBean(queue, producer);
					unit.gateways().forEach((gateway) -> beanFactory.registerDependentBean(gateway, producer));
				}
			}
			// A bean that reaches such a bean by an event does not depend on it.
			for (String bean : unit.runIn()) {
				free.forEach((producer) -> beanFactory.registerDependentBean(bean, producer));
			}
		}
	}

	/**
	 * Warn of beans that submit to a queue and are needed by its handler.
	 * @param plan the plan
	 * @param logger where the warnings go
	 */
	public static void warn(DestructionPlan plan, Log logger) {
		for (DestructionPlan.Unit unit : plan.units()) {
			if (!unit.tasks() && !unit.contested().isEmpty()) {
				logger
					.warn(("Queue %s: its handler needs what submits to the queue: %s. The queue is drained before %s "
							+ "is destroyed; what is submitted in that destruction is refused. Submit before the context "
							+ "closes, or from a bean that the handler does not need.")
						.formatted(String.join(", ", unit.queues()), String.join("; ", unit.contested().values()),
								String.join(", ", unit.contested().keySet())));
			}
		}
	}

}
