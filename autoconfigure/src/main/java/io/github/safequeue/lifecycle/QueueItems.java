/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.reflect.WildcardType;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Finds out what queues hold, and refuses what does not fit. A type that is not known
 * fits everything. Any thread.
 */
final class QueueItems {

	private final QueueBindings bindings;

	private final ConfigurableListableBeanFactory beanFactory;

	QueueItems(QueueBindings bindings, ConfigurableListableBeanFactory beanFactory) {
		this.bindings = bindings;
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the type of a queue's items.
	 * @param queue the queue
	 * @return what the queue was built with, or its bean declares, or its handler takes;
	 * {@link ResolvableType#NONE} if unknown
	 */
	ResolvableType of(SafeQueue<?> queue) {
		ResolvableType declared = declared(queue.name());
		if (!(queue instanceof ManagedQueue<?> managed)) {
			return declared;
		}
		Class<?> built = known(managed.itemType());
		Class<?> type = (built == null && known(declared.resolve()) == null) ? handled(managed) : built;
		return (type == null || type == declared.resolve()) ? declared : ResolvableType.forClass(type);
	}

	/** Of a queue of objects it is not known what it holds. */
	private static @Nullable Class<?> known(@Nullable Class<?> type) {
		return (type != Object.class) ? type : null;
	}

	private ResolvableType declared(String queue) {
		try {
			ResolvableType items = this.beanFactory.getMergedBeanDefinition(queue)
				.getResolvableType()
				.as(SafeQueue.class)
				.getGeneric(0);
			return (items.getType() instanceof WildcardType) ? ResolvableType.NONE : items;
		}
		catch (NoSuchBeanDefinitionException ex) {
			return ResolvableType.NONE;
		}
	}

	private @Nullable Class<?> handled(ManagedQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		Class<?> handled = queue.handledType();
		return (handled == null && binding != null) ? binding.itemType() : handled;
	}

	/**
	 * Refuse a queue whose handler takes other items than the queue holds, or that was
	 * built for other items than its bean declares.
	 * @param queue the queue, bound
	 */
	void check(ManagedQueue<?> queue) {
		String name = queue.name();
		Class<?> declared = declared(name).resolve();
		Class<?> built = queue.itemType();
		if (declared != null && built != null && !isRelated(declared, built)) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s' is declared as SafeQueue<%s>, but was built for items of type '%s'.".formatted(name,
							declared.getName(), built.getName()),
					"Give both one type: that of the bean, and itemType(...) of the builder or safequeue.queues.%s.item-type."
						.formatted(name));
		}
		Class<?> items = known((known(built) != null) ? built : declared);
		Class<?> handled = handled(queue);
		if (items != null && handled != null && !handled.isAssignableFrom(items)) {
			QueueBinding binding = this.bindings.find(name);
			throw new SafeQueueConfigurationException(name,
					"Queue '%s' holds items of type '%s', but %s takes '%s'.".formatted(name, items.getName(),
							(binding != null) ? binding.description() : "the handler of its builder",
							handled.getName()),
					"Give it a handler of '%s', or declare it as SafeQueue<%s>.".formatted(items.getName(),
							handled.getSimpleName()));
		}
	}

	/**
	 * Return whether a dead-letter queue takes what fails in another queue: the letter,
	 * or the item. Where one of the types is a subtype of the other, some items may fit.
	 * The default of all queues need not fit a queue that the application did not
	 * declare.
	 * @param target the dead-letter queue
	 * @param source the other queue
	 */
	boolean takesDeadLetters(SafeQueue<?> target, ManagedQueue<?> source) {
		ResolvableType taken = of(target);
		Class<?> type = taken.resolve();
		boolean letters = type != null && type.isAssignableFrom(DeadLetter.class);
		return this.bindings.isImplicit(source.name())
				|| isRelated(letters ? taken.getGeneric(0).resolve() : type, of(source).resolve());
	}

	private static boolean isRelated(@Nullable Class<?> one, @Nullable Class<?> other) {
		return one == null || other == null || one.isAssignableFrom(other) || other.isAssignableFrom(one);
	}

}
