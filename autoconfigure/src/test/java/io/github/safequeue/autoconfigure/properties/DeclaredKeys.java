/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Reads keys and their default values from the properties classes.
 */
public final class DeclaredKeys {

	private final Map<String, Optional<String>> defaults = new TreeMap<>();

	public DeclaredKeys() {
		add("safequeue", SafeQueueProperties.class);
		add("safequeue.queues.<name>", SafeQueueProperties.Queue.class);
		// Read by Boot's own condition.
		this.defaults.put("management.health.safe-queues.enabled", Optional.of("true"));
	}

	/**
	 * Return the default value of each key.
	 * @return the keys with their values, empty where there is none
	 */
	public Map<String, Optional<String>> defaults() {
		return this.defaults;
	}

	private void add(String prefix, Class<?> type) {
		Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
		RecordComponent[] components = type.getRecordComponents();
		for (int i = 0; i < components.length; i++) {
			String key = prefix + "." + nameOf(parameters[i], components[i]);
			DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
			if (components[i].getType().isRecord()) {
				add(key, components[i].getType());
			}
			else if (components[i].getType() != Map.class) {
				this.defaults.put(key, Optional.ofNullable(value).map((set) -> set.value()[0]));
			}
		}
	}

	private static String nameOf(Parameter parameter, RecordComponent component) {
		Name name = parameter.getAnnotation(Name.class);
		return (name != null) ? name.value() : dashed(component.getName());
	}

	private static String dashed(String name) {
		return ConfigurationPropertyName.of(name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)).toString();
	}

}
