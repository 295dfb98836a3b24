/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.cleaner.SafeCleaners;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.lifecycle.QueueBinding;
import io.github.safequeue.listener.KeyExtractor;
import io.github.safequeue.listener.ListenerMethod;

/**
 * Where a queue's handler comes from, and what follows from it.
 *
 * @param name the queue's name
 * @param itemType the type of its items
 * @param binding which bean handles the items, or {@code null} where they run themselves
 * @param runner runs such items, else {@code null}
 */
record QueueDefinition(String name, ResolvableType itemType, @Nullable QueueBinding binding,
		@Nullable WorkHandler<?> runner) {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	/**
	 * Find the source of a queue's handler.
	 * @param name the queue's name
	 * @param listener its listener method, or {@code null}
	 * @param handlerBean the bean that properties name as its handler, or {@code null}
	 * @param beanFactory the bean factory
	 * @param mapper the properties
	 * @return the source, or {@code null} if there is none
	 */
	static @Nullable QueueDefinition of(String name, @Nullable ListenerMethod listener, @Nullable String handlerBean,
			ConfigurableListableBeanFactory beanFactory, QueuePropertiesMapper mapper) {
		if (listener != null && handlerBean != null) {
			throw new SafeQueueConfigurationException(
					name, "Queue '%s' has two handlers: %s, and the bean '%s' of safequeue.queues.%s.handler."
						.formatted(name, listener.describe(), handlerBean, name),
					"Remove the property or the annotation.");
		}
		if (listener != null) {
			String description = listener.describe();
			int batchSize = listener.isBatch() ? batchSize(name, listener.batchSize(), description, mapper) : 0;
			ResolvableType type = itemType(name, description, listener.itemType(), beanFactory, mapper);
			return new QueueDefinition(name, type,
					new QueueBinding(name, listener.beanName(), listener.itemType().resolve(), listener::createHandler,
							listener.dependsOn(), description,
							(builder) -> configure(builder, name, type, batchSize, listener)),
					null);
		}
		return (handlerBean != null) ? ofBean(name, handlerBean, beanFactory, mapper) : null;
	}

	/**
	 * A queue whose items run themselves.
	 */
	static QueueDefinition tasks(String name) {
		WorkHandler<Runnable> runner = Runnable::run;
		return new QueueDefinition(name, ResolvableType.forClass(Runnable.class), null, runner);
	}

	/**
	 * A queue with a store whose items another process handles.
	 */
	static QueueDefinition submitOnly(String name, ConfigurableListableBeanFactory beanFactory,
			QueuePropertiesMapper mapper) {
		Class<?> type = mapper.itemType(name, beanFactory.getBeanClassLoader());
		if (type == null) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s' has a store and no handler here, and the type of its items is unknown.".formatted(name),
					"Set %s to the name of the class, or give the queue a handler."
						.formatted(QueueKeys.property(name, "item-type")));
		}
		return new QueueDefinition(name, ResolvableType.forClass(type), null, null);
	}

	/**
	 * The queue of the application's {@link io.github.safequeue.cleaner.SafeCleaner}.
	 */
	static QueueDefinition cleaner(String name) {
		return new QueueDefinition(name, ResolvableType.forClass(SafeCleaners.itemType()), null,
				SafeCleaners.handler());
	}

	boolean isCleaner() {
		return this.itemType.resolve() == SafeCleaners.itemType();
	}

	private static QueueDefinition ofBean(String name, String bean, ConfigurableListableBeanFactory beanFactory,
			QueuePropertiesMapper mapper) {
		String property = "safequeue.queues.%s.handler".formatted(name);
		if (!beanFactory.containsBeanDefinition(bean)) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s': %s names the bean '%s', which does not exist.".formatted(name, property, bean),
					"Name a bean of type WorkHandler.");
		}
		Class<?> type = beanFactory.getType(bean, false);
		if (type == null || !WorkHandler.class.isAssignableFrom(type)) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s': %s names the bean '%s', which is no WorkHandler but %s.".formatted(name, property,
							bean, (type != null) ? type.getName() : "of unknown type"),
					"Name a bean of type WorkHandler.");
		}
		ResolvableType declared = beanFactory.getMergedBeanDefinition(bean).getResolvableType();
		ResolvableType handler = (declared.resolve() != null) ? declared : ResolvableType.forClass(type);
		ResolvableType item = handler.as(WorkHandler.class).getGeneric(0);
		boolean batch = item.resolve() == List.class;
		if (batch) {
			item = item.getGeneric(0);
		}
		String description = "the bean '%s' of %s".formatted(bean, property);
		int batchSize = batch ? batchSize(name, null, description, mapper) : 0;
		QueueBinding binding = new QueueBinding(name, bean, item.resolve(),
				(handlerBean) -> (WorkHandler<?>) handlerBean, List.of(), description,
				(builder) -> builder.batchSize(batchSize));
		return new QueueDefinition(name, itemType(name, description, item, beanFactory, mapper), binding, null);
	}

	private static int batchSize(String name, @Nullable Integer declared, String handler,
			QueuePropertiesMapper mapper) {
		if (!mapper.isBatchSizeSet(name, declared)) {
			logger.warn(
					"Queue '%s': %s takes lists, and no batch size is set, so that each list holds one item. Set %s, or batchSize of @SafeQueueListener, to the largest size of a list, or to 1 to leave it so."
						.formatted(name, handler, QueueKeys.property(name, "batch-size")));
		}
		return mapper.batchSize(name, declared);
	}

	/** Set what a listener method says, also where a bean method builds the queue. */
	private static void configure(ManagedQueueBuilder builder, String name, ResolvableType itemType, int batchSize,
			ListenerMethod listener) {
		SafeQueueBuilder settings = builder.settings();
		builder.batchSize(batchSize);
		if (listener.concurrency() != null) {
			settings.concurrency(listener.concurrency());
		}
		if (listener.autoStartup() != null) {
			settings.autoStartup(listener.autoStartup());
		}
		if (listener.key() != null) {
			Function<Object, ?> key = KeyExtractor.of(name, itemType, listener.key());
			settings.key(key);
		}
	}

	/** The type of the properties, which the handler must take, or else the handler's. */
	private static ResolvableType itemType(String name, String handler, ResolvableType handled,
			ConfigurableListableBeanFactory beanFactory, QueuePropertiesMapper mapper) {
		Class<?> wanted = mapper.itemType(name, beanFactory.getBeanClassLoader());
		Class<?> type = handled.toClass();
		if (wanted == null || wanted == type) {
			return (handled.resolve() != null) ? handled : ResolvableType.forClass(Object.class);
		}
		if (!type.isAssignableFrom(wanted)) {
			throw mapper.otherItemType(name, wanted, handler, type);
		}
		return ResolvableType.forClass(wanted);
	}

	/**
	 * Build the queue. Its handler is bound later, unless its items run themselves.
	 * @param builder a new builder
	 * @return the queue
	 */
	SafeQueue<?> build(ManagedQueueBuilder builder) {
		SafeQueueBuilder settings = builder.settings();
		settings.name(this.name).itemType(this.itemType.toClass());
		if (this.runner != null) {
			settings.handler(this.runner);
		}
		if (isCleaner()) {
			// Nothing but a place that was reserved, and each action once.
			settings.capacity(0);
			builder.withoutDeadLetterQueue().withoutRetry();
		}
		return settings.build();
	}

}
