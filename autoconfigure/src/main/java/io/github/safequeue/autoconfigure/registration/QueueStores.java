/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.lifecycle.SafeQueueLifecycle;
import io.github.safequeue.store.ItemFormats;
import io.github.safequeue.store.StoreProvider;
import io.github.safequeue.store.StoredQueues;

/**
 * Builds the queues of a context that have a store. Any thread.
 */
final class QueueStores {

	private static final String STORE = "store";

	private final ConfigurableListableBeanFactory beanFactory;

	private final boolean contextPropagated;

	/** The stores of the queues that were built, by name. */
	private final Map<String, String> built = new ConcurrentHashMap<>();

	QueueStores(ConfigurableListableBeanFactory beanFactory, boolean contextPropagated) {
		this.beanFactory = beanFactory;
		this.contextPropagated = contextPropagated;
	}

	/**
	 * Build a queue with a store.
	 * @param builder the settings of the queue, complete
	 * @param lifecycle owns the queue
	 * @return the queue, or {@code null} if it has no store
	 */
	@Nullable ManagedQueue<?> assemble(ManagedQueueBuilder builder, SafeQueueLifecycle lifecycle) {
		String store = builder.store();
		String name = builder.settings().name();
		if (store == null || name == null) {
			return null;
		}
		this.built.put(name, store);
		boolean handled = builder.handling().handler() != null || lifecycle.isHandled(name);
		Class<?> type = itemType(name, builder, lifecycle);
		builder.settings().itemType(type);
		StoreRules.checkItems(name, store, type);
		StoreRules.checkHandling(name, store, builder.handling(), this.contextPropagated);
		if (builder.isManual()) {
			return StoredQueues.inMemory(builder, formats(name, store).of(name, type), handled);
		}
		StoreProvider provider = provider(name, store, lifecycle);
		return StoredQueues.build(builder, provider, formats(name, store).of(name, type), handled);
	}

	/** Return the stores of the queues that were built so far, by name. */
	Map<String, String> built() {
		return Map.copyOf(this.built);
	}

	private Class<?> itemType(String name, ManagedQueueBuilder builder, SafeQueueLifecycle lifecycle) {
		Class<?> type = known(builder.itemType());
		if (type == null && this.beanFactory.containsBeanDefinition(name)) {
			ResolvableType declared = this.beanFactory.getMergedBeanDefinition(name).getResolvableType();
			type = known(declared.as(SafeQueue.class).getGeneric(0).resolve());
		}
		if (type == null) {
			type = known(lifecycle.handledType(name));
		}
		if (type == null) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s' has a store, but the type of its items is unknown.".formatted(name),
					"Set %s to the name of the class, call itemType(...) of the builder, or declare the type of the bean."
						.formatted(QueueKeys.property(name, "item-type")));
		}
		return type;
	}

	/** Of a queue of objects it is not known what it holds. */
	private static @Nullable Class<?> known(@Nullable Class<?> type) {
		return (type != Object.class) ? type : null;
	}

	private ItemFormats formats(String queue, String store) {
		ItemFormats formats = this.beanFactory.getBeanProvider(ItemFormats.class).getIfAvailable();
		if (formats == null) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has the store '%s', but there is no JsonMapper to write its items with."
						.formatted(queue, store),
					"Add the dependency org.springframework.boot:spring-boot-starter-jackson, or remove %s."
						.formatted(QueueKeys.property(queue, STORE)));
		}
		return formats;
	}

	private StoreProvider provider(String queue, String store, SafeQueueLifecycle lifecycle) {
		TreeMap<String, String> available = new TreeMap<>();
		for (String bean : this.beanFactory.getBeanNamesForType(StoreProvider.class)) {
			StoreProvider provider = this.beanFactory.getBean(bean, StoreProvider.class);
			if (provider.type().equals(store)) {
				lifecycle.reach(queue, bean);
				return provider;
			}
			available.put(provider.type(), bean);
		}
		throw new SafeQueueConfigurationException(queue,
				"Queue '%s' has the store '%s' (%s), which is not available here%s.".formatted(queue, store,
						QueueKeys.property(queue, STORE),
						available.isEmpty() ? "" : "; available: " + String.join(", ", available.keySet())),
				remedy(queue, store));
	}

	private static String remedy(String queue, String store) {
		return switch (store) {
			case "jdbc" ->
				"Add the dependencies org.springframework.boot:spring-boot-starter-jdbc and a driver, org.postgresql:postgresql or com.h2database:h2.";
			case "kafka" -> "Add the dependency org.springframework.boot:spring-boot-starter-kafka.";
			case "rabbit" -> "Add the dependency org.springframework.boot:spring-boot-starter-amqp.";
			default -> "Set %s to jdbc, kafka or rabbit, or remove it for a queue in memory."
				.formatted(QueueKeys.property(queue, STORE));
		};
	}

}
