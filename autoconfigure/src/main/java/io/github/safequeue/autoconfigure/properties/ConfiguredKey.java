/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A key below {@code safequeue} that a property source has. Of environment variables
 * those below {@code SAFEQUEUE_QUEUES_} and {@code SAFEQUEUE_DEFAULTS_} are looked at:
 * others may belong to something else of that name, such as a Kubernetes service.
 *
 * @param text the key as it is written
 * @param elements its elements without the common prefix
 * @param variable whether it is an environment variable
 * @param source the property source
 */
record ConfiguredKey(String text, List<String> elements, boolean variable, EnumerablePropertySource<?> source) {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(SafeQueueProperties.PREFIX);

	private static final List<String> VARIABLES = List.of("safequeue_queues_", "safequeue_defaults_");

	/**
	 * Return the keys of an environment.
	 * @param environment the environment
	 * @return its keys, in the order of its sources
	 */
	static List<ConfiguredKey> of(ConfigurableEnvironment environment) {
		return environment.getPropertySources().stream().flatMap(ConfiguredKey::of).toList();
	}

	private static Stream<ConfiguredKey> of(PropertySource<?> source) {
		if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
			return Stream.empty();
		}
		boolean variables = source instanceof SystemEnvironmentPropertySource;
		List<ConfiguredKey> keys = new ArrayList<>();
		for (String text : enumerable.getPropertyNames()) {
			List<String> elements = variables ? variable(text) : property(text);
			if (!elements.isEmpty()) {
				keys.add(new ConfiguredKey(text, elements, variables, enumerable));
			}
		}
		return keys.stream();
	}

	private static List<String> variable(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		if (VARIABLES.stream().noneMatch(lower::startsWith)) {
			return List.of();
		}
		return Arrays.stream(lower.split("_")).skip(1).filter((element) -> !element.isEmpty()).toList();
	}

	private static List<String> property(String text) {
		if (!text.startsWith("s") && !text.startsWith("S")) {
			return List.of();
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(text, '.');
		return PREFIX.isAncestorOf(name) ? IntStream.range(1, name.getNumberOfElements())
			.mapToObj((index) -> name.getElement(index, ConfigurationPropertyName.Form.ORIGINAL))
			.toList() : List.of();
	}

	/**
	 * Return the name of the queue as it is written, if it loses characters when it is
	 * read.
	 * @return the name, or {@code null} if it is read as it is written
	 */
	@Nullable String shortenedName() {
		String[] parts = this.text.split("\\.", 4);
		return (queue() != null && !this.variable && parts.length > 3 && parts[1].equalsIgnoreCase("queues")
				&& !parts[2].matches("[A-Za-z0-9_-]+")) ? parts[2] : null;
	}

	/** Whether there is a value, and not only an empty group. */
	boolean hasValue() {
		Object value = this.source.getProperty(this.text);
		return value != null && !value.toString().isEmpty();
	}

	/** The queue that the key is about, or {@code null} if it is about none. */
	@Nullable String queue() {
		return (this.elements.size() > 1 && QueueKeys.uniform(this.elements.get(0)).equals("queues"))
				? this.elements.get(1) : null;
	}

	/** The elements, the same for all spellings. */
	List<String> uniform() {
		return this.elements.stream().map(QueueKeys::uniform).toList();
	}

	/** All elements in one word, as environment variables are compared. */
	String joined() {
		return join(this.elements);
	}

	static String join(List<String> elements) {
		return elements.stream().map(QueueKeys::uniform).collect(Collectors.joining());
	}

	/**
	 * Write another key in the same way.
	 * @param other the elements of the other key
	 * @return the key as it may stand in the same place
	 */
	String write(List<String> other) {
		if (this.variable) {
			return Stream.concat(Stream.of(SafeQueueProperties.PREFIX), other.stream())
				.map((element) -> QueueKeys.uniform(element).replace(".", "").toUpperCase(Locale.ROOT))
				.collect(Collectors.joining("_"));
		}
		StringBuilder text = new StringBuilder(SafeQueueProperties.PREFIX);
		other.forEach((element) -> text.append(
				(element.equals(KnownKeys.NAME) || QueueKeys.isPlain(element)) ? "." + element : "[" + element + "]"));
		return text.toString();
	}

	/** Where the key stands. */
	String place() {
		Origin origin = OriginLookup.getOrigin(this.source, this.text);
		return (origin != null) ? origin.toString() : "property source '%s'".formatted(this.source.getName());
	}

}
