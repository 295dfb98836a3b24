/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.lang.reflect.Field;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

import io.github.safequeue.DurableQueue;

/**
 * What an injection point asks for.
 *
 * @param name the qualifier, else the name of the parameter or field, else {@code null}
 * @param qualified whether the name is a qualifier
 * @param items the type of the items
 * @param durable whether the queue must have a store
 */
record QueueRequest(@Nullable String name, boolean qualified, ResolvableType items, boolean durable) {

	static QueueRequest of(@Nullable UnsatisfiedDependencyException failure, ResolvableType queue) {
		ResolvableType items = queue.getGeneric(0);
		boolean durable = queue.resolve() == DurableQueue.class;
		InjectionPoint point = (failure != null) ? failure.getInjectionPoint() : null;
		if (point == null) {
			return new QueueRequest(null, false, items, durable);
		}
		String qualifier = MergedAnnotations.from(point.getAnnotations())
			.get(Qualifier.class)
			.getValue(MergedAnnotation.VALUE, String.class)
			.filter((value) -> !value.isEmpty())
			.orElse(null);
		return (qualifier != null) ? new QueueRequest(qualifier, true, items, durable)
				: new QueueRequest(memberName(point), false, items, durable);
	}

	private static @Nullable String memberName(InjectionPoint point) {
		Field field = point.getField();
		if (field != null) {
			return field.getName();
		}
		MethodParameter parameter = point.getMethodParameter();
		if (parameter == null) {
			return null;
		}
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		return parameter.getParameterName();
	}

	String describe() {
		String type = anyItems() ? "items of any type" : "items of type '" + this.items + "'";
		String store = this.durable ? " with a store" : "";
		if (this.name == null) {
			return "a queue%s of %s".formatted(store, type);
		}
		return this.qualified ? "the queue '%s'%s of %s".formatted(this.name, store, type)
				: "a queue%s of %s, by the name '%s'".formatted(store, type, this.name);
	}

	/** The interface that was asked for, as it stands in Java code. */
	String queueType() {
		return this.durable ? "DurableQueue" : "SafeQueue";
	}

	String itemName() {
		return anyItems() ? "Order" : simpleName(this.items);
	}

	private boolean anyItems() {
		return Arrays.asList(ResolvableType.NONE.toString(), Object.class.getName()).contains(this.items.toString())
				|| this.items.resolve() == null;
	}

	/**
	 * Return a type as it stands in Java code.
	 * @param type the type
	 * @return the type without packages
	 */
	static String simpleName(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		String name = ClassUtils.getShortName(raw).replace('$', '.');
		if (!type.hasGenerics()) {
			return name;
		}
		StringBuilder generics = new StringBuilder();
		for (ResolvableType generic : type.getGenerics()) {
			generics.append(generics.isEmpty() ? "" : ", ").append(simpleName(generic));
		}
		return name + "<" + generics + ">";
	}

}
