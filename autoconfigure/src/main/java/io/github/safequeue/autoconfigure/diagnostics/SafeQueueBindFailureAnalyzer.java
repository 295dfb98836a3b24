/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.ValueRange;

/**
 * Reports a property whose text is no value of its kind: which queue it belongs to, and
 * which values are allowed. Spring Boot's own analysis knows neither.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SafeQueueBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(SafeQueueProperties.PREFIX);

	private static final ConfigurationPropertyName QUEUES = PREFIX.append("queues");

	private static final String CLASSES = "the full names of exception classes, such as java.io.IOException";

	private static final Map<Class<?>, String> VALUES = Map.of(Integer.class, "a whole number", Double.class,
			"a number from 1, such as 1.5", Boolean.class, "true or false", Duration.class,
			"a time with its unit, such as 500ms, 30s or 5m", Class.class, CLASSES, List.class, CLASSES,
			SafeQueueProperties.Queue.class,
			"a group of keys, such as 'capacity' and 'handler'. To change nothing for this queue, remove it");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.isAncestorOf(cause.getName()) && !PREFIX.equals(cause.getName())) {
			return null;
		}
		String last = cause.getName().getLastElement(ConfigurationPropertyName.Form.DASHED);
		if (cause.getName().getParent().equals(QUEUES) && QueueKeys.isProperty(last)) {
			return nameMissing(last, cause);
		}
		ConfigurationProperty property = cause.getProperty();
		String key = cause.getName().toString();
		ValueRange range = ValueRange.of(property(cause.getName()));
		String values = (range != null) ? range.meaning()
				: values(ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class)));
		String found = (property != null) ? "is '%s'".formatted(property.getValue()) : "has a value that does not fit";
		String origin = (property != null && property.getOrigin() != null)
				? " It stands in %s.".formatted(property.getOrigin()) : "";
		return new FailureAnalysis("%sthe property '%s' %s, but must be %s.%s".formatted(subject(cause.getName()), key,
				found, values, origin), "Set %s to %s.".formatted(key, values), cause);
	}

	private static FailureAnalysis nameMissing(String property, BindException cause) {
		return new FailureAnalysis(
				"SafeQueue: the property '%s' stands where the name of a queue has to stand."
					.formatted(cause.getName()),
				"Name the queue, as in %s, or set safequeue.defaults.%s for all queues."
					.formatted(QueueKeys.property("orders", property), property),
				cause);
	}

	private static String subject(ConfigurationPropertyName name) {
		int index = QUEUES.getNumberOfElements();
		return (QUEUES.isAncestorOf(name))
				? "Queue '%s': ".formatted(name.getElement(index, ConfigurationPropertyName.Form.ORIGINAL))
				: "SafeQueue: ";
	}

	/** The property within its group: a queue's, that of the defaults, or another one. */
	private static String property(ConfigurationPropertyName name) {
		String last = name.getLastElement(ConfigurationPropertyName.Form.DASHED);
		return (name.getParent().getLastElement(ConfigurationPropertyName.Form.DASHED).equals("retry"))
				? "retry." + last : last;
	}

	private static String values(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		return VALUES.getOrDefault(type, "a group of keys");
	}

}
