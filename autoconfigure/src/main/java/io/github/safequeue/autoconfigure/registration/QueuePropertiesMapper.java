/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.PropertyCheck;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Defaults;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Retry;

/**
 * Applies properties to queue builders. {@code safequeue.queues.<name>} wins over
 * annotations and code, and these win over {@code safequeue.defaults}: a new builder gets
 * {@link #applyDefaults}, then what annotations and code say, then {@link #applyQueue}.
 * Any thread.
 */
final class QueuePropertiesMapper {

	private static final PropertyMapper MAP = PropertyMapper.get();

	private static final String ITEM_TYPE = "item-type";

	private final Defaults defaults;

	private final QueueKeys<Queue> queues;

	private final boolean virtualThreads;

	/** How many workers the application's only executor has, by the name of its queue. */
	private final Map<String, Integer> executorConcurrency;

	private final boolean propagateContext;

	private final boolean batchSizeSet;

	QueuePropertiesMapper(SafeQueueProperties properties, Environment environment) {
		this.defaults = properties.defaults();
		this.queues = new QueueKeys<>(properties.queues());
		this.virtualThreads = (this.defaults.virtualThreads() != null) ? this.defaults.virtualThreads()
				: Threading.VIRTUAL.isActive(environment);
		this.executorConcurrency = (properties.taskExecutor().replaces())
				? Map.of(properties.taskExecutor().queue(), BootTaskExecutor.coreSize(environment)) : Map.of();
		this.batchSizeSet = Binder.get(environment).bind("safequeue.defaults.batch-size", Integer.class).isBound();
		this.propagateContext = (this.defaults.propagateContext() != null) ? this.defaults.propagateContext()
				: properties.propagateContext();
	}

	/**
	 * Apply {@code safequeue.defaults} to a new builder.
	 * @param builder the builder
	 */
	void applyDefaults(SafeQueueBuilder builder) {
		builder.capacity(this.defaults.capacity());
		builder.concurrency(this.defaults.concurrency());
		builder.virtualThreads(this.virtualThreads);
		builder.waitStrategy(this.defaults.waitStrategy());
		builder.autoStartup(this.defaults.autoStartup());
		builder.stuckThreshold(this.defaults.stuckThreshold());
		builder.propagateContext(this.propagateContext);
		MAP.from(this.defaults::handlerTimeout).to(builder::handlerTimeout);
		MAP.from(this.defaults::deadLetterQueue).to(builder::deadLetterQueue);
		MAP.from(RetryPolicies.create(this.defaults.retry())).to(builder::retry);
	}

	/**
	 * Apply {@code safequeue.queues.<name>} to a builder that is about to build.
	 * @param name the queue's name
	 * @param builder the builder
	 */
	void applyQueue(String name, SafeQueueBuilder builder) {
		MAP.from(this.executorConcurrency.get(name)).to(builder::concurrency);
		Queue queue = this.queues.find(name);
		if (queue == null) {
			return;
		}
		MAP.from(queue::capacity).to(builder::capacity);
		MAP.from(queue::concurrency).to(builder::concurrency);
		MAP.from(queue::virtualThreads).to(builder::virtualThreads);
		MAP.from(queue::waitStrategy).to(builder::waitStrategy);
		MAP.from(queue::autoStartup).to(builder::autoStartup);
		MAP.from(queue::handlerTimeout).to(builder::handlerTimeout);
		MAP.from(queue::stuckThreshold).to(builder::stuckThreshold);
		MAP.from(queue::propagateContext).to(builder::propagateContext);
		MAP.from(queue::deadLetterQueue).to(builder::deadLetterQueue);
		MAP.from(store(name)).to(builder::store);
		MAP.from(retry(queue.retry())).to(builder::retry);
	}

	/**
	 * Return the policy that replaces the builder's: {@code null} where the properties
	 * say nothing of the queue, or only tune retries that are not turned on.
	 */
	private @Nullable RetryPolicy retry(@Nullable Retry queue) {
		if (queue == null) {
			return null;
		}
		RetryPolicy policy = RetryPolicies.create(this.defaults.retry().mergedWith(queue));
		return (policy == null && queue.maxRetries() != null) ? RetryPolicies.NEVER : policy;
	}

	/**
	 * Return how many items a batch of a queue holds at most.
	 * @param queue the queue's name
	 * @param declared what the annotation or code says, or {@code null}
	 * @return the number
	 */
	int batchSize(String queue, @Nullable Integer declared) {
		Queue properties = this.queues.find(queue);
		Integer batchSize = (properties != null && properties.batchSize() != null) ? properties.batchSize() : declared;
		return (batchSize != null) ? batchSize : this.defaults.batchSize();
	}

	/**
	 * Return whether anything says how many items a batch of a queue holds.
	 * @param queue the queue's name
	 * @param declared what the annotation or code says, or {@code null}
	 * @return whether that is not left to the default of the library
	 */
	boolean isBatchSizeSet(String queue, @Nullable Integer declared) {
		Queue properties = this.queues.find(queue);
		return declared != null || this.batchSizeSet || (properties != null && properties.batchSize() != null);
	}

	/**
	 * Return where the properties of the queues themselves send failed items.
	 * @param names the names of the queues
	 * @return the dead-letter queue of each queue that is given one
	 */
	Map<String, String> deadLetterQueues(Set<String> names) {
		Map<String, String> targets = new TreeMap<>();
		for (String name : names) {
			Queue queue = this.queues.find(name);
			if (queue != null && queue.deadLetterQueue() != null) {
				targets.put(name, queue.deadLetterQueue());
			}
		}
		return targets;
	}

	/**
	 * Return the bean that the properties name as a queue's handler.
	 * @param queue the queue's name
	 * @return the bean's name, or {@code null} if none is named
	 */
	@Nullable String handler(String queue) {
		Queue properties = this.queues.find(queue);
		return (properties != null) ? properties.handler() : null;
	}

	/**
	 * Return the kind of store that the properties give a queue.
	 * @param queue the queue's name
	 * @return the kind, or {@code null} for a queue in memory
	 */
	@Nullable String store(String queue) {
		Queue properties = this.queues.find(queue);
		String store = (properties != null) ? properties.store() : null;
		return (store != null) ? store.strip() : null;
	}

	/**
	 * Return the properties of a queue.
	 * @param queue the queue's name
	 * @return what they say, or {@code null} if there are none
	 */
	@Nullable Queue properties(String queue) {
		return this.queues.find(queue);
	}

	/**
	 * Return the type that the properties give a queue's items.
	 * @param queue the queue's name
	 * @param classLoader loads the class
	 * @return the type, or {@code null} if none is named
	 */
	@Nullable Class<?> itemType(String queue, @Nullable ClassLoader classLoader) {
		Queue properties = this.queues.find(queue);
		String name = (properties != null) ? properties.itemType() : null;
		if (name == null) {
			return null;
		}
		try {
			return ClassUtils.forName(name.strip(), classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw check(queue).bad(ITEM_TYPE, "'" + name + "'", "the name of a class on the class path",
					"to the full name of a class, such as com.acme.Order, or com.acme.Shop$Order for a nested one");
		}
	}

	/**
	 * Return the failure of a queue whose properties name another type of item than what
	 * declares or handles it.
	 * @param queue the queue's name
	 * @param itemType the type of the properties
	 * @param other names what has another type
	 * @param type that type
	 * @return the exception
	 */
	SafeQueueConfigurationException otherItemType(String queue, Class<?> itemType, String other, Class<?> type) {
		return check(queue).bad(ITEM_TYPE, itemType.getName(),
				"that of %s, which is %s".formatted(other, type.getName()),
				"to %s, or remove it".formatted(type.getName()));
	}

	private static PropertyCheck check(String queue) {
		return new PropertyCheck(queue, (property) -> QueueKeys.property(queue, property));
	}

	/**
	 * Return whether all queues propagate context, unless something else is said of one.
	 * @return whether they do
	 */
	boolean isContextPropagated() {
		return this.propagateContext;
	}

	/**
	 * Return whether properties name a queue, and do not leave it to other roles.
	 * @param queue the queue's name
	 * @return whether they do
	 */
	boolean isTuned(String queue) {
		return this.queues.find(queue) != null && isRequired(queue);
	}

	/**
	 * Return whether a queue must be declared.
	 * @param queue the queue's name
	 * @return whether it must, unless the properties say otherwise
	 */
	boolean isRequired(String queue) {
		Queue properties = this.queues.find(queue);
		return properties == null || properties.required();
	}

	/**
	 * Return the dead-letter queue of the defaults.
	 * @param declared whether there is a queue of a name
	 * @return its name, or {@code null} if none is named, or if it is not required and
	 * not declared
	 */
	@Nullable String defaultDeadLetterQueue(Predicate<String> declared) {
		String name = this.defaults.deadLetterQueue();
		return (name == null || declared.test(name) || isRequired(name)) ? name : null;
	}

	/**
	 * Return the names of all queues.
	 * @param declared the names that listeners and beans declare
	 * @return the declared names, and those that only properties have; sorted
	 */
	Set<String> queueNames(Set<String> declared) {
		return this.queues.names(declared);
	}

}
