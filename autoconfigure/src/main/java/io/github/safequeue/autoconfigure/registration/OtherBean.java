/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

import io.github.safequeue.SafeQueue;

/**
 * Describes a bean that has the name of a queue and is none.
 */
public final class OtherBean {

	private OtherBean() {
	}

	/**
	 * Describe the bean without creating it.
	 * @param name the name of the queue
	 * @param beanFactory where to look; its parents are left out
	 * @return names the bean, its class, and where it is declared if that is known;
	 * {@code null} if no bean has the name, or a queue has it
	 */
	public static @Nullable String describe(String name, ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsLocalBean(name)) {
			return null;
		}
		Class<?> type = beanFactory.getType(name, false);
		if (type != null && SafeQueue.class.isAssignableFrom(type)) {
			return null;
		}
		return "the bean '%s' is %s and not a queue%s".formatted(name,
				(type != null) ? "of class " + type.getName() : "of unknown class", place(name, beanFactory));
	}

	private static String place(String name, ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsBeanDefinition(name)) {
			String[] names = beanFactory.getAliases(name);
			return (names.length > 0) ? " (an alias of '%s')".formatted(names[0]) : "";
		}
		BeanDefinition definition = beanFactory.getBeanDefinition(name);
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		if (method != null) {
			return " (declared by the method %s.%s)".formatted(method.getDeclaringClassName(), method.getMethodName());
		}
		String resource = definition.getResourceDescription();
		return (resource != null) ? " (declared in %s)".formatted(resource) : "";
	}

}
