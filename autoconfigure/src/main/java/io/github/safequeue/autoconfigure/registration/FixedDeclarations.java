/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

/**
 * What an application that is processed ahead of time cannot change when it runs: which
 * queues there are, and the properties that decide about other beans. Kept as attributes
 * of the definition of the {@link QueueBeanRegistrar}, in the generated code too. Without
 * ahead-of-time processing nothing is fixed.
 */
final class FixedDeclarations {

	private static final String QUEUES = FixedDeclarations.class.getName() + ".queues";

	private static final String PROPERTIES = FixedDeclarations.class.getName() + ".properties";

	/** The attributes that the generated code has to keep. */
	static final List<String> ATTRIBUTES = List.of(QUEUES, PROPERTIES);

	private final boolean none;

	private final Set<String> queues;

	private final Map<?, ?> properties;

	/**
	 * Read what is fixed.
	 * @param registrar the definition of the registrar
	 */
	FixedDeclarations(BeanDefinition registrar) {
		this.none = !registrar.hasAttribute(QUEUES);
		this.queues = (registrar.getAttribute(QUEUES) instanceof String[] names) ? Set.of(names) : Set.of();
		this.properties = (registrar.getAttribute(PROPERTIES) instanceof Map<?, ?> map) ? map : Map.of();
	}

	/**
	 * Fix what is declared now.
	 * @param registrar the definition of the registrar
	 * @param queues the names of all queues
	 * @param properties the properties
	 * @param observed whether handler calls are observed
	 */
	static void fix(BeanDefinition registrar, Set<String> queues, SafeQueueProperties properties, boolean observed) {
		Map<String, String> values = values(properties);
		values.putIfAbsent(SafeQueueProperties.OBSERVATIONS_ENABLED, String.valueOf(observed));
		registrar.setAttribute(QUEUES, queues.toArray(String[]::new));
		registrar.setAttribute(PROPERTIES, values);
	}

	/** The properties that decide about beans, if they say something. */
	private static Map<String, String> values(SafeQueueProperties properties) {
		Map<String, String> values = new LinkedHashMap<>();
		values.put(SafeQueueProperties.ENABLED, String.valueOf(properties.enabled()));
		values.put("safequeue.cleaner.enabled", String.valueOf(properties.cleaner().enabled()));
		values.put("safequeue.task-executor.enabled", String.valueOf(properties.taskExecutor().enabled()));
		values.put("safequeue.task-executor.mode", properties.taskExecutor().mode().name().toLowerCase(Locale.ROOT));
		if (properties.observations().enabled() != null) {
			values.put(SafeQueueProperties.OBSERVATIONS_ENABLED, String.valueOf(properties.observations().enabled()));
		}
		return values;
	}

	/**
	 * Refuse properties that contradict what is fixed.
	 * @param properties the properties
	 */
	void require(SafeQueueProperties properties) {
		values(properties).forEach((key, value) -> {
			Object before = this.properties.get(key);
			if (!this.none && !value.equals(before)) {
				throw new SafeQueueConfigurationException(null,
						"SafeQueue: the property '%s' is %s, but was %s when the application was processed ahead of time, which decides what beans there are."
							.formatted(key, value, before),
						"Set %1$s to %2$s, or build the application anew with %1$s=%3$s.".formatted(key, before,
								value));
			}
		});
	}

	/**
	 * Refuse a queue that was not declared.
	 * @param queue its name
	 */
	void requireDeclared(String queue) {
		if (!this.none && !this.queues.contains(queue)) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' is declared now, but was not when the application was processed ahead of time, which decides what beans there are."
						.formatted(queue),
					"Build the application anew with the properties that declare it, or remove them: %s, or the value of a placeholder in @SafeQueueListener."
						.formatted(QueueKeys.property(queue, "*")));
		}
	}

	/**
	 * Refuse to go without a queue that was declared.
	 * @param queues the names of all queues
	 */
	void requireAll(Set<String> queues) {
		for (String queue : this.queues) {
			if (!queues.contains(queue)) {
				throw new SafeQueueConfigurationException(queue,
						"Queue '%s' was declared when the application was processed ahead of time, which decides what beans there are, and is not declared now."
							.formatted(queue),
						"Declare it as then (%s, or the value of a placeholder in @SafeQueueListener), or build the application anew without it."
							.formatted(QueueKeys.property(queue, "*")));
			}
		}
	}

}
