/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.HashSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

import io.github.safequeue.SafeQueueBuilder;

/**
 * Finds out where a builder is injected that is being created.
 */
final class InjectedAt {

	private InjectedAt() {
	}

	/**
	 * Return the field, constructor or method that the calling thread injects a builder
	 * into. A bean method could ask for an {@link InjectionPoint}, but would then fail
	 * where there is none.
	 * @param beanFactory the bean factory that creates the builder
	 * @return where it is injected, or {@code null} if it was looked up
	 */
	static @Nullable Member current(ConfigurableListableBeanFactory beanFactory) {
		Method method = ReflectionUtils.findMethod(InjectedAt.class, "parameter", InjectionPoint.class);
		Assert.state(method != null, "No method");
		DependencyDescriptor wanted = new DependencyDescriptor(new MethodParameter(method, 0), true);
		try {
			Object point = RegisteredBean.of(beanFactory, QueueBuilderFactory.BUILDER)
				.resolveAutowiredArgument(wanted, beanFactory.getTypeConverter(), new HashSet<>());
			return (point instanceof DependencyDescriptor descriptor && isBuilder(descriptor)) ? descriptor.getMember()
					: null;
		}
		catch (IllegalStateException ex) {
			// Nothing is being injected.
			return null;
		}
	}

	/**
	 * Where a bean looks up a builder while it is injected itself, that is another one.
	 */
	private static boolean isBuilder(DependencyDescriptor descriptor) {
		return SafeQueueBuilder.class.isAssignableFrom(descriptor.getDependencyType());
	}

	@SuppressWarnings("unused")
	private static void parameter(InjectionPoint point) {
	}

}
