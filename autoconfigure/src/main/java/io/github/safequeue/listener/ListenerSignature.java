/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkContext;

/**
 * The parameters of a valid listener method.
 *
 * @param method the method on the user's class
 * @param description the method's name for messages
 * @param queue the first of its queues, for messages
 * @param itemIndex the position of the item parameter
 * @param contextIndex the position of the {@link WorkContext} parameter, or -1
 * @param itemType the type of an item
 * @param batch whether the item parameter is a list of items
 */
record ListenerSignature(Method method, String description, String queue, int itemIndex, int contextIndex,
		ResolvableType itemType, boolean batch) {

	/**
	 * Check a method and read its parameters.
	 * @param bean the bean that has the method
	 * @param method the method
	 * @param queue the first of its queues
	 * @return the signature
	 * @throws SafeQueueConfigurationException if the method cannot be a listener
	 */
	static ListenerSignature of(ListenerBean bean, Method method, String queue) {
		ListenerSignature unchecked = new ListenerSignature(method, describe(bean, method), queue, 0, -1,
				ResolvableType.NONE, false);
		unchecked.checkMethod(bean);
		int contextIndex = unchecked.findContext();
		int itemIndex = unchecked.findItem();
		ResolvableType parameter = ResolvableType.forMethodParameter(new MethodParameter(method, itemIndex),
				bean.type());
		boolean batch = List.class.equals(parameter.resolve());
		ResolvableType item = batch ? parameter.getGeneric(0) : parameter;
		return new ListenerSignature(method, unchecked.description, queue, itemIndex, contextIndex,
				ItemTypes.resolved(item), batch);
	}

	private void checkMethod(ListenerBean bean) {
		if (!bean.scope().isEmpty()) {
			throw refuse("belongs to bean '%s' of scope '%s'.".formatted(bean.name(), bean.scope()),
					"Move it to a singleton bean, which may look up the other bean for each item.");
		}
		if (Modifier.isPrivate(this.method.getModifiers())) {
			throw refuse("is private, so that no proxy can advise it.", "Remove the modifier 'private'.");
		}
		if (Modifier.isStatic(this.method.getModifiers())) {
			throw refuse("is static and belongs to no bean.", "Remove the modifier 'static'.");
		}
		if (!void.class.equals(this.method.getReturnType())) {
			throw refuse(
					"returns %s, but the queue has no use for a result."
						.formatted(this.method.getReturnType().getSimpleName()),
					"Let it return void, and pass the result on in the method.");
		}
		AsyncMethods.refuse(this, this.method, bean.userClass());
	}

	private int findContext() {
		List<Class<?>> types = Arrays.asList(this.method.getParameterTypes());
		int index = types.indexOf(WorkContext.class);
		if (index != types.lastIndexOf(WorkContext.class)) {
			throw refuse("has more than one WorkContext parameter.", "Leave one of them.");
		}
		return index;
	}

	private int findItem() {
		Class<?>[] types = this.method.getParameterTypes();
		int found = -1;
		for (int i = 0; i < types.length; i++) {
			if (!WorkContext.class.equals(types[i])) {
				if (found >= 0) {
					throw refuse("has more than one item parameter.",
							"Leave one parameter for the item, or the List of items, and at most one WorkContext.");
				}
				found = i;
			}
		}
		if (found < 0) {
			throw refuse("has no parameter for the item.", "Add one parameter of the item's type, or a List of it.");
		}
		if (types[found].isPrimitive()) {
			throw refuse("takes the primitive %s; a queue holds objects.".formatted(types[found]),
					"Declare the parameter as %s."
						.formatted(ClassUtils.resolvePrimitiveIfNecessary(types[found]).getSimpleName()));
		}
		return found;
	}

	SafeQueueConfigurationException refuse(String problem, String remedy) {
		return refuse(problem, remedy, null);
	}

	SafeQueueConfigurationException refuse(String problem, String remedy, @Nullable Throwable cause) {
		return new SafeQueueConfigurationException(this.queue, problem(this.queue, this.description, problem), remedy,
				cause);
	}

	static String problem(@Nullable String queue, String method, String problem) {
		String text = "@SafeQueueListener method %s %s".formatted(method, problem);
		return (queue != null) ? "Queue '%s': %s".formatted(queue, text) : text;
	}

	static String describe(ListenerBean bean, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", bean.userClass().getName() + "." + method.getName() + "(", ")"));
	}

}
