/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Relates the keys below {@code safequeue.queues} to names of queues. As everywhere in
 * Spring Boot, names that differ only in case, dashes and underscores are one name there:
 * an environment variable cannot distinguish them.
 *
 * @param <V> the type of what a key holds
 */
public final class QueueKeys<V> {

	private static final String PREFIX = SafeQueueProperties.PREFIX + ".queues";

	private final Map<String, V> queues;

	private final Map<String, String> spellings = new LinkedHashMap<>();

	/**
	 * Create the relation.
	 * @param queues what each key below {@code safequeue.queues} holds
	 */
	public QueueKeys(Map<String, V> queues) {
		this.queues = queues;
		queues.keySet().forEach((key) -> this.spellings.merge(uniform(key), key, QueueKeys::betterSpelled));
	}

	/**
	 * Return all names: the declared ones, and each key that means none of them.
	 * @param declared the names that listeners and beans declare
	 * @return the names, sorted
	 */
	public Set<String> names(Set<String> declared) {
		Set<String> names = new TreeSet<>(declared);
		Map<String, String> undeclared = new LinkedHashMap<>(this.spellings);
		declared.forEach((name) -> undeclared.remove(uniform(name)));
		names.addAll(undeclared.values());
		return names;
	}

	/**
	 * Return what the properties say of a queue.
	 * @param name the queue's name
	 * @return what its key holds, or {@code null} if there is none
	 */
	public @Nullable V find(String name) {
		V exact = this.queues.get(name);
		String spelling = this.spellings.get(uniform(name));
		return (exact != null || spelling == null) ? exact : this.queues.get(spelling);
	}

	/**
	 * Return the full key of a queue's property, for messages.
	 * @param queue the queue's name
	 * @param property the rest of the key, such as {@code retry.delay}
	 * @return the key, as it may stand in a properties file
	 */
	public static String property(String queue, String property) {
		return (isPlain(queue) ? PREFIX + "." + queue : PREFIX + "[" + queue + "]") + "." + property;
	}

	/**
	 * Find the name that was probably meant.
	 * @param name a name
	 * @param names other names
	 * @return the one of the others that is spelled almost the same, if there is one
	 */
	public static Optional<String> similar(String name, Collection<String> names) {
		return names.stream()
			.filter((other) -> SimilarKey.isSimilar(uniform(name), uniform(other)))
			.min(Comparator.comparing((other) -> SimilarKey.distance(uniform(name), uniform(other))));
	}

	/**
	 * Return whether a name is that of a property, which stands where a queue's name has
	 * to.
	 * @param name the name
	 * @return whether a property has it
	 */
	public static boolean isProperty(String name) {
		return new KnownKeys().isProperty(name);
	}

	/** Whether a name is read as it is written. Of any other, characters are left out. */
	static boolean isPlain(String name) {
		return name.matches("[A-Za-z0-9_-]+");
	}

	/** Environment variables bring small letters only; any other spelling was meant. */
	private static String betterSpelled(String first, String second) {
		return first.equals(uniform(first)) ? second : first;
	}

	/** The same for all spellings of a name. */
	static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
