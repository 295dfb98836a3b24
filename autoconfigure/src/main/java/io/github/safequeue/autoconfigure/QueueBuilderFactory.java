package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueCustomizer;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.SafeQueues;
import io.github.safequeue.engine.StandaloneQueueBuilder;
import io.github.safequeue.lifecycle.SafeQueueLifecycle;

/**
 * Makes the builders of a context. Each begins with {@code safequeue.defaults}; when it
 * builds, the properties of its queue are applied and then the customizers.
 */
final class QueueBuilderFactory {

	private final QueuePropertiesMapper mapper;

	private final @Nullable String defaultDeadLetterQueue;

	private final @Nullable ClassLoader classLoader;

	private final ObjectProvider<SafeQueueLifecycle> coordinator;

	private final ObjectProvider<SafeQueueCustomizer> customizers;

	private final ObjectProvider<WorkTimings> timings;

	private final ObjectProvider<ContextPropagator> carriers;

	private final ObjectProvider<WorkObserver> observers;

	QueueBuilderFactory(QueuePropertiesMapper mapper, @Nullable String defaultDeadLetterQueue,
			@Nullable ClassLoader classLoader, ObjectProvider<SafeQueueLifecycle> coordinator,
			ObjectProvider<SafeQueueCustomizer> customizers, ObjectProvider<WorkTimings> timings,
			ObjectProvider<ContextPropagator> carriers, ObjectProvider<WorkObserver> observers) {
		this.mapper = mapper;
		this.defaultDeadLetterQueue = defaultDeadLetterQueue;
		this.classLoader = classLoader;
		this.coordinator = coordinator;
		this.customizers = customizers;
		this.timings = timings;
		this.carriers = carriers;
		this.observers = observers;
	}

	StandaloneQueueBuilder create() {
		StandaloneQueueBuilder builder = SafeQueues.managed(this::beforeBuild);
		this.mapper.applyDefaults(builder);
		if (this.classLoader != null) {
			builder.classLoader(this.classLoader);
		}
		SafeQueueLifecycle coordinator = this.coordinator.getObject();
		builder.deadLetterHandler(coordinator::deadLetter);
		builder.undeliveredWorkHandler(coordinator::undelivered);
		builder.deadLetterRouter(coordinator::route);
		this.timings.ifAvailable(builder::timings);
		this.carriers.ifAvailable(builder::contextPropagator);
		this.observers.ifAvailable(builder::observer);
		return builder;
	}

	private void beforeBuild(StandaloneQueueBuilder builder) {
		String name = builder.name();
		if (name == null) {
			throw new SafeQueueConfigurationException(null, "A queue has no name: its builder was not told one.",
					"Call name(...) with the name of the queue's bean.");
		}
		if (name.equals(this.defaultDeadLetterQueue)) {
			builder.withoutDeadLetterQueue();
		}
		this.mapper.applyQueue(name, builder);
		if (builder.batchSize() > 0) {
			builder.batchSize(this.mapper.batchSize(name, builder.batchSize()));
		}
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
	}

}
