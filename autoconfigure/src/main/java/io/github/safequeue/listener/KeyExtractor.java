/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Reads the key of an item: the value of a property, or of a property of a property.
 *
 * <p>
 * A property {@code name} is a record component, a getter {@code getName()} or
 * {@code isName()}, or a method {@code name()}, in this order; private methods do not
 * count.
 */
public final class KeyExtractor {

	private KeyExtractor() {
	}

	/**
	 * Create a function that reads the key. Any thread may call it. If a property along
	 * the path is {@code null}, the key is {@code null}. For an item of another type, the
	 * function throws a {@link ClassCastException} that names types only. It throws what
	 * a getter throws, unwrapped. Where a type is not known beforehand, the function
	 * looks for the property in the class of each object, and throws an
	 * {@link IllegalArgumentException} if that has none.
	 * @param queue the queue's name, for messages
	 * @param itemType the type of the items
	 * @param path the path, such as {@code customerId} or {@code customer.id}
	 * @return the function
	 * @throws SafeQueueConfigurationException if the item type has no such property
	 */
	public static Function<Object, @Nullable Object> of(String queue, ResolvableType itemType, String path) {
		List<Function<Object, @Nullable Object>> steps = new ArrayList<>();
		for (Reader reader : readers(queue, itemType, path)) {
			steps.add((reader.method() != null) ? step(queue, path, reader.method())
					: new DynamicStep(queue, path, reader.property()));
		}
		return compose(steps);
	}

	/**
	 * Return the methods that read the key, as far as they are known beforehand.
	 * @param queue the queue's name, for messages
	 * @param itemType the type of the items
	 * @param path the path
	 * @return the methods
	 * @throws SafeQueueConfigurationException if the item type has no such property
	 */
	static List<Method> methods(String queue, ResolvableType itemType, String path) {
		return readers(queue, itemType, path).stream().map(Reader::method).filter(Objects::nonNull).toList();
	}

	private static List<Reader> readers(String queue, ResolvableType itemType, String path) {
		List<Reader> readers = new ArrayList<>();
		ResolvableType type = itemType;
		for (String name : path.trim().split("\\.", -1)) {
			Class<?> owner = type.toClass();
			if (owner == Object.class) {
				readers.add(new Reader(name, null));
				continue;
			}
			Method method = PropertyAccessors.find(owner, name);
			if (method == null) {
				throw new SafeQueueConfigurationException(queue,
						"Queue '%s': the key '%s' of items of type %s needs a property '%s' that %s does not have."
							.formatted(queue, path, itemType, name, owner.getName()),
						remedy(queue, owner));
			}
			readers.add(new Reader(name, method));
			type = ItemTypes
				.resolved(ResolvableType.forType(method.getGenericReturnType(), type.as(method.getDeclaringClass())));
		}
		return readers;
	}

	private static String remedy(String queue, Class<?> owner) {
		return "Set the attribute 'key' of the listener of '%s' to a property that exists, whose names are: %s."
			.formatted(queue, PropertyAccessors.names(owner));
	}

	private static Function<Object, @Nullable Object> step(String queue, String path, Method method) {
		try {
			return MethodCalls.getter(method);
		}
		catch (IllegalAccessException ex) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s': the key '%s' needs the method %s, which cannot be called: %s.".formatted(queue, path,
							method, ex.getMessage()),
					"Make the method and its class public, or open its package to the module of SafeQueue.", ex);
		}
	}

	private static Function<Object, @Nullable Object> compose(List<Function<Object, @Nullable Object>> steps) {
		List<Function<Object, @Nullable Object>> all = List.copyOf(steps);
		return (item) -> {
			Object value = item;
			for (Function<Object, @Nullable Object> step : all) {
				if (value == null) {
					return null;
				}
				value = step.apply(value);
			}
			return value;
		};
	}

	/**
	 * One step of a path.
	 *
	 * @param property the name of the property
	 * @param method the method that reads it, or {@code null} if the class is not known
	 * beforehand
	 */
	private record Reader(String property, @Nullable Method method) {
	}

	/**
	 * Reads a property of objects whose class is not known beforehand.
	 */
	private static final class DynamicStep extends ClassValue<Function<Object, @Nullable Object>>
			implements Function<Object, @Nullable Object> {

		private final String queue;

		private final String path;

		private final String name;

		DynamicStep(String queue, String path, String name) {
			this.queue = queue;
			this.path = path;
			this.name = name;
		}

		@Override
		public @Nullable Object apply(Object target) {
			return get(target.getClass()).apply(target);
		}

		@Override
		protected Function<Object, @Nullable Object> computeValue(Class<?> type) {
			Method method = PropertyAccessors.find(type, this.name);
			if (method == null) {
				throw new IllegalArgumentException(
						"Queue '%s': the key '%s' needs a property '%s' that %s does not have; its properties are: %s"
							.formatted(this.queue, this.path, this.name, type.getName(),
									PropertyAccessors.names(type)));
			}
			return step(this.queue, this.path, method);
		}

	}

}
