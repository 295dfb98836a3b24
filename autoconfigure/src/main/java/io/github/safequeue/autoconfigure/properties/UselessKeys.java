/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Finds keys below {@code safequeue} that mean nothing: misspelled ones, and those
 * without effect where they stand. Each is a line for the log that names the key, what
 * was probably meant, and where it stands.
 */
public final class UselessKeys {

	private final KnownKeys known = new KnownKeys();

	private final List<ConfiguredKey> keys;

	/**
	 * Read the keys of an environment.
	 * @param environment the environment
	 * @param parent the environment of a parent context with queues, which reported its
	 * own keys, or {@code null}
	 */
	public UselessKeys(ConfigurableEnvironment environment, @Nullable Environment parent) {
		this.keys = ConfiguredKey.of(environment)
			.stream()
			.filter((key) -> parent == null || !parent.containsProperty(key.text()))
			.toList();
	}

	/**
	 * Find the keys of which this is known before queues exist.
	 * @param properties what the keys say
	 * @param leftOut the queues that are neither declared nor required: nothing is said
	 * of their keys
	 * @return one line for each key
	 */
	public Collection<String> find(SafeQueueProperties properties, Set<String> leftOut) {
		Set<String> lines = new LinkedHashSet<>();
		EffectiveKeys effective = new EffectiveKeys(properties);
		Set<String> seen = new HashSet<>();
		Map<Object, ConfiguredKey> spellings = new HashMap<>();
		for (ConfiguredKey key : this.keys) {
			Meaning meaning = find(key, properties);
			if (isLeftOut(key, meaning, leftOut)) {
				continue;
			}
			ConfiguredKey other = spellings.putIfAbsent(List.of(key.source(), key.uniform()), key);
			String reason = (meaning != null) ? effective.whyNot(meaning.key(), meaning.queue()) : null;
			if (meaning != null && key.shortenedName() != null) {
				lines.add(shortened(key, key.shortenedName()));
			}
			else if (meaning != null && other != null && !key.variable()) {
				lines.add(twice(key, other));
			}
			else if ((meaning == null || reason != null) && seen.add(key.joined())) {
				lines.add((reason != null) ? withoutEffect(key, reason) : unknown(key));
			}
		}
		return lines;
	}

	private static boolean isLeftOut(ConfiguredKey key, @Nullable Meaning meaning, Set<String> leftOut) {
		String queue = (meaning != null) ? meaning.queue() : key.queue();
		return queue != null && leftOut.stream()
			.map(QueueKeys::uniform)
			.anyMatch((name) -> name.equals(QueueKeys.uniform(queue))
					|| (key.variable() && meaning == null && key.joined().startsWith("queues" + name)));
	}

	/**
	 * Say that a property of a queue has no effect.
	 * @param queue the queue's name
	 * @param property the property, such as {@code batch-size}
	 * @param reason why, and the remedy
	 * @return one line for each place where it stands
	 */
	public Collection<String> withoutEffect(String queue, String property, String reason) {
		List<String> elements = List.of("queues", queue, property);
		return this.keys.stream()
			.filter((key) -> key.joined().equals(ConfiguredKey.join(elements)))
			.map((key) -> withoutEffect(key, reason))
			.toList();
	}

	/**
	 * Find the keys of stores that no queue has, or not the queue that they are about.
	 * @param properties what the keys say
	 * @param stores the store of each queue that has one, by the queue's name
	 * @return one line for each key
	 */
	public Collection<String> findOfStores(SafeQueueProperties properties, Map<String, String> stores) {
		StoreKeys storeKeys = new StoreKeys(stores);
		Set<String> lines = new LinkedHashSet<>();
		for (ConfiguredKey key : this.keys) {
			Meaning meaning = key.hasValue() ? find(key, properties) : null;
			String reason = (meaning != null) ? storeKeys.whyNot(meaning.key(), meaning.queue()) : null;
			if (reason != null) {
				lines.add(withoutEffect(key, reason));
			}
		}
		return lines;
	}

	private @Nullable Meaning find(ConfiguredKey key, SafeQueueProperties properties) {
		for (KnownKeys.Key candidate : this.known.all()) {
			if (key.variable()) {
				for (String name : candidate.isOfQueue() ? properties.queues().keySet() : Set.of("")) {
					if (isWritten(candidate, name, key)) {
						return new Meaning(candidate, name.isEmpty() ? null : name);
					}
				}
			}
			else if (candidate.isNamed(key.elements()) || (!key.hasValue() && candidate.startsWith(key.elements()))) {
				return new Meaning(candidate, key.queue());
			}
		}
		return null;
	}

	/** Spring Boot reads a variable if a name that it knows is written so. */
	private static boolean isWritten(KnownKeys.Key candidate, String queue, ConfiguredKey variable) {
		String joined = candidate.list() ? variable.joined().replaceAll("\\d+$", "") : variable.joined();
		return ConfiguredKey.join(candidate.elements())
			.replace(KnownKeys.NAME, QueueKeys.uniform(queue))
			.equals(joined);
	}

	private String unknown(ConfiguredKey key) {
		List<String> meant = new SimilarKey(this.known).find(key.elements());
		String hint = (meant != null) ? "Did you mean '%s'?".formatted(key.write(meant))
				: "Known there: %s.".formatted(String.join(", ", this.known.siblings(key.elements())));
		return "%sthe property '%s' means nothing. %s It stands in %s.".formatted(subject(key), key.text(), hint,
				key.place());
	}

	private static String shortened(ConfiguredKey key, String name) {
		List<String> whole = new ArrayList<>(key.elements());
		whole.set(1, name);
		return "%sthe name in '%s' loses the characters that are no letters from a to z, digits, dashes or underscores. Write '%s'. It stands in %s."
			.formatted(subject(key), key.text(), key.write(whole), key.place());
	}

	private static String twice(ConfiguredKey key, ConfiguredKey other) {
		return "%s'%s' and '%s' are one property, since case, dashes and underscores do not count. Remove one of them. They stand in %s and %s."
			.formatted(subject(key), other.text(), key.text(), other.place(), key.place());
	}

	private static String withoutEffect(ConfiguredKey key, String reason) {
		return "%sthe property '%s' has no effect: %s. It stands in %s.".formatted(subject(key), key.text(), reason,
				key.place());
	}

	private static String subject(ConfiguredKey key) {
		return (key.queue() != null) ? "Queue '%s': ".formatted(key.queue()) : "SafeQueue: ";
	}

	/**
	 * What a key means.
	 *
	 * @param key the known key
	 * @param queue the queue that it is about, or {@code null} if it is about none
	 */
	private record Meaning(KnownKeys.Key key, @Nullable String queue) {

	}

}
