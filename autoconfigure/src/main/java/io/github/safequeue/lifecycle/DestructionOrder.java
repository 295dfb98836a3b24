package io.github.safequeue.lifecycle;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Registers the order of a {@link DestructionPlan} with Spring.
 */
final class DestructionOrder {

	private DestructionOrder() {
	}

	/**
	 * Describe a queue for the plan.
	 * @param queue the queue
	 * @param bindings its handler, unless its builder was given one, and what leads to it
	 * @param beanFactory the bean factory
	 * @param graph which bean was given which
	 * @return what the plan is to know
	 */
	static DestructionPlan.Node node(SafeQueue<?> queue, QueueBindings bindings,
			ConfigurableListableBeanFactory beanFactory, BeanGraph graph) {
		QueueBinding binding = bindings.find(queue.name());
		Set<String> handlers = new LinkedHashSet<>();
		Set<String> reached = new LinkedHashSet<>();
		if (binding != null) {
			handlers.add(binding.handlerBean());
			reached.addAll(binding.dependsOn());
		}
		boolean tasks = binding == null && isTasks(queue, beanFactory);
		String factory = beanFactory.getMergedBeanDefinition(queue.name()).getFactoryBeanName();
		if (beanFactory.getMergedBeanDefinition(queue.name()).getFactoryMethodName() != null) {
			// What a @Bean method was given: the queue's handler, most likely.
			for (String given : graph.given(queue.name())) {
				if (graph.isMade(given)) {
					((binding == null && !given.equals(factory)) ? handlers : reached).add(given);
				}
			}
		}
		reached.addAll(Arrays.asList(beanFactory.getBeanNamesForType(DeadLetterHandler.class, true, false)));
		reached.addAll(Arrays.asList(beanFactory.getBeanNamesForType(UndeliveredWorkHandler.class, true, false)));
		if (queue instanceof ManagedQueue<?> managed && managed.deadLetterQueue() != null) {
			reached.add(managed.deadLetterQueue());
		}
		reached.addAll(bindings.reached(queue.name()));
		Set<String> gateways = new LinkedHashSet<>();
		for (SubmissionProxy gateway : bindings.gateways()) {
			if (gateway.queue().equals(queue.name())) {
				gateways.add(gateway.bean());
				if (gateway.reached()) {
					reached.add(gateway.bean());
				}
			}
		}
		return new DestructionPlan.Node(queue.name(), handlers, reached, tasks && handlers.isEmpty(), gateways);
	}

	private static boolean isTasks(SafeQueue<?> queue, ConfigurableListableBeanFactory beanFactory) {
		Class<?> type = itemType(queue, beanFactory);
		return type != null && Runnable.class.isAssignableFrom(type);
	}

	/**
	 * Return the type of a queue's items.
	 * @param queue the queue
	 * @param beanFactory the bean factory
	 * @return what the queue was built with, or its bean declares, or {@code null}
	 */
	static @Nullable Class<?> itemType(SafeQueue<?> queue, ConfigurableListableBeanFactory beanFactory) {
		if (queue instanceof ManagedQueue<?> managed && managed.itemType() != null) {
			return managed.itemType();
		}
		return beanFactory.getMergedBeanDefinition(queue.name())
			.getResolvableType()
			.as(SafeQueue.class)
			.getGeneric(0)
			.resolve();
	}

	/**
	 * Let all that a queue needs outlive it.
	 */
	static void apply(DestructionPlan plan, DefaultListableBeanFactory beanFactory) {
		for (DestructionPlan.Unit unit : plan.units()) {
			Set<String> free = new LinkedHashSet<>(unit.producers());
			free.removeAll(unit.contested());
			// A queue of tasks stays open for contested beans, too.
			Set<String> first = (unit.tasks()) ? unit.producers() : free;
			for (String queue : unit.queues()) {
				for (String bean : unit.outliving()) {
					beanFactory.registerDependentBean(bean, queue);
				}
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

	static void warn(DestructionPlan plan, Log logger) {
		for (DestructionPlan.Unit unit : plan.units()) {
			if (!unit.tasks() && !unit.contested().isEmpty()) {
				logger.warn(("Queue %s: the handler depends on %s, which submits to the queue itself. The queue is "
						+ "drained before those beans are destroyed; what they submit while they are destroyed is refused.")
					.formatted(String.join(", ", unit.queues()), String.join(", ", unit.contested())));
			}
		}
	}

}
