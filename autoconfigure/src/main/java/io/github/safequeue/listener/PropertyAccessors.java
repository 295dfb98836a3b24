/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the methods that read the properties of a class.
 */
final class PropertyAccessors {

	private static final Set<String> OF_EVERY_OBJECT = Arrays.stream(Object.class.getDeclaredMethods())
		.map(Method::getName)
		.collect(Collectors.toUnmodifiableSet());

	private PropertyAccessors() {
	}

	/**
	 * Find the method that reads a property.
	 * @param type the class
	 * @param name the name of the property
	 * @return the method, or {@code null} if there is none
	 */
	static @Nullable Method find(Class<?> type, String name) {
		if (name.isBlank()) {
			return null;
		}
		String suffix = StringUtils.capitalize(name);
		List<String> candidates = type.isRecord() ? List.of(name, "get" + suffix, "is" + suffix)
				: List.of("get" + suffix, "is" + suffix, name);
		for (String candidate : candidates) {
			Method method = method(type, candidate);
			if (method != null && (candidate.equals(name) || prefixOf(method) > 0)) {
				return ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
			}
		}
		return null;
	}

	/**
	 * Return the properties of a class.
	 * @param type the class
	 * @return their names, sorted, or the word {@code none}
	 */
	static String names(Class<?> type) {
		String names = Stream.of(type.getMethods(), ReflectionUtils.getAllDeclaredMethods(type))
			.flatMap(Arrays::stream)
			.filter(PropertyAccessors::isReader)
			.map((method) -> propertyOf(method))
			.sorted()
			.distinct()
			.collect(Collectors.joining(", "));
		return names.isEmpty() ? "none" : names;
	}

	private static @Nullable Method method(Class<?> type, String name) {
		Method method = ClassUtils.getMethodIfAvailable(type, name);
		if (method == null) {
			method = ReflectionUtils.findMethod(type, name);
		}
		return (method != null && isReader(method)) ? method : null;
	}

	private static boolean isReader(Method method) {
		return method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
				&& !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()
				&& !void.class.equals(method.getReturnType()) && !OF_EVERY_OBJECT.contains(method.getName());
	}

	private static String propertyOf(Method method) {
		return StringUtils.uncapitalizeAsProperty(method.getName().substring(prefixOf(method)));
	}

	/** Return how long the prefix of a getter's name is, 0 if it is not a getter's. */
	private static int prefixOf(Method method) {
		String name = method.getName();
		boolean flag = boolean.class.equals(method.getReturnType()) || Boolean.class.equals(method.getReturnType());
		int prefix = name.startsWith("get") ? 3 : (flag && name.startsWith("is")) ? 2 : 0;
		return (name.length() > prefix && !Character.isLowerCase(name.charAt(prefix))) ? prefix : 0;
	}

}
