/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.WildcardType;
import java.util.Arrays;

import org.springframework.core.ResolvableType;

/**
 * Resolves the type variables of item types.
 */
final class ItemTypes {

	private static final ResolvableType OBJECT = ResolvableType.forClass(Object.class);

	private ItemTypes() {
	}

	/**
	 * Replace type variables and an outer wildcard by their value or, if that is unknown,
	 * by their bound. Wildcards that are type arguments stay.
	 * @param type the type
	 * @return a type that contains no variable, {@link Object} if nothing is known
	 */
	static ResolvableType resolved(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null) {
			return OBJECT;
		}
		if (type.isArray() && !(type.getType() instanceof Class<?>)) {
			return ResolvableType.forArrayComponent(resolved(type.getComponentType()));
		}
		ResolvableType[] arguments = type.as(raw).getGenerics();
		if (Arrays.stream(arguments).allMatch((argument) -> argument.resolve() == null)) {
			return ResolvableType.forClass(raw);
		}
		return ResolvableType.forClassWithGenerics(raw,
				Arrays.stream(arguments)
					.map((argument) -> (argument.getType() instanceof WildcardType) ? argument : resolved(argument))
					.toArray(ResolvableType[]::new));
	}

}
