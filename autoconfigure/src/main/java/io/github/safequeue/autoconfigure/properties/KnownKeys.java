/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.ReflectionUtils;

/**
 * The keys below {@code safequeue} that mean something, as the properties classes have
 * them.
 */
final class KnownKeys {

	/** Stands for the name of a queue. */
	static final String NAME = "<name>";

	private final List<Key> keys = new ArrayList<>();

	KnownKeys() {
		add(List.of(), SafeQueueProperties.class);
	}

	private void add(List<String> parent, Class<?> group) {
		for (RecordComponent component : group.getRecordComponents()) {
			List<String> elements = with(parent, nameOf(group, component));
			if (component.getType() == Map.class) {
				add(with(elements, NAME), SafeQueueProperties.Queue.class);
			}
			else if (component.getType().isRecord()) {
				add(elements, component.getType());
			}
			else {
				this.keys.add(new Key(elements, Collection.class.isAssignableFrom(component.getType())));
			}
		}
	}

	private static List<String> with(List<String> parent, String element) {
		List<String> elements = new ArrayList<>(parent);
		elements.add(element);
		return List.copyOf(elements);
	}

	/** The name of a property that Java cannot name so stands in an annotation. */
	private static String nameOf(Class<?> group, RecordComponent component) {
		Field field = ReflectionUtils.findField(group, component.getName());
		Name name = (field != null) ? field.getAnnotation(Name.class) : null;
		return (name != null) ? name.value() : dashed(component.getName());
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	/**
	 * Return all keys.
	 * @return the keys without their common prefix
	 */
	List<Key> all() {
		return this.keys;
	}

	/** Whether an element is the name of a group of keys. */
	boolean isGroup(String element) {
		return this.keys.stream()
			.flatMap((key) -> key.elements().stream().limit(key.elements().size() - 1L))
			.anyMatch((group) -> QueueKeys.uniform(group).equals(QueueKeys.uniform(element)));
	}

	/** Whether an element is the last one of a key. */
	boolean isProperty(String element) {
		return this.keys.stream()
			.map((key) -> key.elements().get(key.elements().size() - 1))
			.anyMatch((property) -> QueueKeys.uniform(property).equals(QueueKeys.uniform(element)));
	}

	/**
	 * Return what may stand below the deepest known group of a key.
	 * @param elements the elements of the key
	 * @return the names, sorted
	 */
	Set<String> siblings(List<String> elements) {
		Set<String> siblings = new TreeSet<>();
		for (int depth = elements.size() - 1; depth >= 0 && siblings.isEmpty(); depth--) {
			for (Key key : this.keys) {
				if (key.elements().size() > depth && key.startsWith(elements.subList(0, depth))) {
					siblings.add(key.elements().get(depth));
				}
			}
		}
		return siblings;
	}

	/**
	 * A key that means something.
	 *
	 * @param elements its elements without the common prefix
	 * @param list whether it holds a list, whose values may have a number each
	 */
	record Key(List<String> elements, boolean list) {

		/**
		 * Whether the elements are those of this key, or of a group that it belongs to.
		 */
		boolean startsWith(List<String> other) {
			if (other.size() > this.elements.size()) {
				return false;
			}
			for (int i = 0; i < other.size(); i++) {
				if (!this.elements.get(i).equals(NAME)
						&& !QueueKeys.uniform(this.elements.get(i)).equals(QueueKeys.uniform(other.get(i)))) {
					return false;
				}
			}
			return true;
		}

		boolean isNamed(List<String> other) {
			boolean numbered = this.list && other.size() == this.elements.size() + 1
					&& other.get(other.size() - 1).matches("\\d+");
			return startsWith(numbered ? other.subList(0, other.size() - 1) : other)
					&& other.size() == this.elements.size() + (numbered ? 1 : 0);
		}

		boolean isOfQueue() {
			return this.elements.contains(NAME);
		}

	}

}
