/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.lang.reflect.Member;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueCustomizer;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.engine.ManagedQueues;
import io.github.safequeue.lifecycle.SafeQueueLifecycle;

/**
 * Makes the builders of a context. Each begins with {@code safequeue.defaults}; when it
 * builds, the properties of its queue are applied and then the customizers.
 */
public final class QueueBuilderFactory implements SmartInitializingSingleton {

	/** The name of the bean that is a new builder each time. */
	public static final String BUILDER = "safeQueueBuilder";

	private final SafeQueueProperties properties;

	private final QueuePropertiesMapper mapper;

	private final QueueStores stores;

	private final @Nullable String defaultDeadLetterQueue;

	private final ConfigurableApplicationContext context;

	private final ObjectProvider<SafeQueueLifecycle> coordinator;

	private final ObjectProvider<SafeQueueCustomizer> customizers;

	private final ObjectProvider<ManagedQueueCustomizer> managedCustomizers;

	private final ObjectProvider<WorkTimings> timings;

	private final ObjectProvider<ContextPropagator> carriers;

	private final ObjectProvider<WorkObserver> observers;

	/**
	 * Create the factory.
	 * @param properties what is said of the queues
	 * @param context the context that gets the queues
	 * @param coordinator receives dead letters and reports of undelivered work
	 * @param customizers change each builder after its properties are applied
	 * @param managedCustomizers change it last
	 * @param timings measures waiting and handling, if there is such a bean
	 * @param carriers carries the submitter's context, if there is such a bean
	 * @param observers observes handler calls, if there is such a bean
	 */
	public QueueBuilderFactory(SafeQueueProperties properties, ConfigurableApplicationContext context,
			ObjectProvider<SafeQueueLifecycle> coordinator, ObjectProvider<SafeQueueCustomizer> customizers,
			ObjectProvider<ManagedQueueCustomizer> managedCustomizers, ObjectProvider<WorkTimings> timings,
			ObjectProvider<ContextPropagator> carriers, ObjectProvider<WorkObserver> observers) {
		this.properties = properties;
		this.mapper = new QueuePropertiesMapper(properties, context.getEnvironment());
		this.stores = new QueueStores(context.getBeanFactory(), this.mapper.isContextPropagated());
		this.defaultDeadLetterQueue = properties.defaults().deadLetterQueue();
		this.context = context;
		this.coordinator = coordinator;
		this.customizers = customizers;
		this.managedCustomizers = managedCustomizers;
		this.timings = timings;
		this.carriers = carriers;
		this.observers = observers;
	}

	/** All queues that are beans exist: it is known which stores they have. */
	@Override
	public void afterSingletonsInstantiated() {
		new KeyReport(this.context).warnOfStores(this.properties, this.stores.built());
	}

	/**
	 * Create a builder that is being injected or looked up.
	 * @return a new one
	 */
	public SafeQueueBuilder createInjected() {
		return create(InjectedAt.current(this.context.getBeanFactory())).settings();
	}

	/**
	 * Create the builder of a queue that is a bean.
	 * @return a new one
	 */
	ManagedQueueBuilder create() {
		return create(null);
	}

	private ManagedQueueBuilder create(@Nullable Member injectedAt) {
		SafeQueueLifecycle lifecycle = this.coordinator.getObject();
		ManagedQueueBuilder builder = ManagedQueues.builder((building) -> beforeBuild(building, lifecycle));
		builder.assembly((building) -> lifecycle.isOver() ? null : this.stores.assemble(building, lifecycle));
		builder.afterBuild((queue) -> lifecycle.claim(queue, injectedAt));
		builder.deadLetterRouter(lifecycle::route);
		builder.deadLetterTarget(lifecycle::deadLetter);
		ClassLoader classLoader = this.context.getClassLoader();
		if (classLoader != null) {
			builder.classLoader(classLoader);
		}
		SafeQueueBuilder settings = builder.settings();
		this.mapper.applyDefaults(settings);
		if (this.mapper.defaultDeadLetterQueue(this::isQueue) == null) {
			builder.withoutDeadLetterQueue();
		}
		settings.undeliveredWorkHandler(lifecycle::undelivered);
		this.timings.ifAvailable(settings::timings);
		this.carriers.ifAvailable(settings::contextPropagator);
		this.observers.ifAvailable(settings::observer);
		return builder;
	}

	private boolean isQueue(String name) {
		return this.context.containsBean(name) && this.context.isTypeMatch(name, SafeQueue.class);
	}

	private void applyItemType(String name, ManagedQueueBuilder builder) {
		Class<?> itemType = this.mapper.itemType(name, this.context.getClassLoader());
		Class<?> built = builder.itemType();
		if (itemType != null && built != null && itemType != built) {
			throw this.mapper.otherItemType(name, itemType, "itemType(...) of the builder", built);
		}
		if (itemType != null) {
			builder.settings().itemType(itemType);
		}
	}

	private void beforeBuild(ManagedQueueBuilder builder, SafeQueueLifecycle lifecycle) {
		SafeQueueBuilder settings = builder.settings();
		String name = settings.name();
		if (name == null) {
			throw new SafeQueueConfigurationException(null, "A queue has no name: its builder was given none.",
					"Call name(...) with the name of the queue's bean.");
		}
		lifecycle.requireFree(name);
		if (lifecycle.isOver()) {
			// The queue will be closed from the start, and customizers are gone.
			return;
		}
		lifecycle.configure(name, builder);
		if (name.equals(this.defaultDeadLetterQueue)) {
			builder.withoutDeadLetterQueue();
		}
		this.mapper.applyQueue(name, settings);
		applyItemType(name, builder);
		if (builder.batchSize() > 0) {
			builder.batchSize(this.mapper.batchSize(name, builder.batchSize()));
		}
		new KeyReport(this.context).warn(name, this.mapper.properties(name), builder.batchSize() > 0);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(settings));
		this.managedCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
	}

}
