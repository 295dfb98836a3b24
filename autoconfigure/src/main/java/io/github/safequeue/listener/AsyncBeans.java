/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Finds the beans with {@code @Async} methods and those that listen to events. Called by
 * the thread that refreshes the context.
 */
public final class AsyncBeans {

	private static final Log log = LogFactory.getLog(AsyncBeans.class);

	private AsyncBeans() {
	}

	/**
	 * Return whether {@code @EnableAsync} is in force.
	 * @param beanFactory the bean factory
	 * @return whether {@code @Async} has an effect
	 */
	public static boolean isAsyncEnabled(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.containsBeanDefinition(TaskManagementConfigUtils.ASYNC_ANNOTATION_PROCESSOR_BEAN_NAME)
				|| beanFactory.containsBeanDefinition(TaskManagementConfigUtils.ASYNC_EXECUTION_ASPECT_BEAN_NAME);
	}

	/**
	 * Find asynchronous and listening beans without creating any bean. The search covers
	 * the type in the bean's definition, its superclasses and its interfaces.
	 * @param beanFactory the bean factory
	 * @return the beans, in the order of their definitions
	 */
	public static List<AsyncBean> find(ConfigurableListableBeanFactory beanFactory) {
		UnaryOperator<String> placeholders = Placeholders.of(beanFactory);
		List<AsyncBean> found = new ArrayList<>();
		for (Iterator<String> names = beanFactory.getBeanNamesIterator(); names.hasNext();) {
			String name = names.next();
			if (ScopedProxyUtils.isScopedTarget(name) || isInfrastructure(beanFactory, name)) {
				continue;
			}
			ListenerBean bean = ListenerBean.of(beanFactory, name);
			if (bean == null || bean.userClass().getName().startsWith("org.springframework.")) {
				continue;
			}
			Set<String> executors = executors(bean.userClass(), placeholders);
			boolean listening = isListening(bean.userClass());
			if (listening || !executors.isEmpty()) {
				found.add(new AsyncBean(name, executors, listening));
			}
		}
		return List.copyOf(found);
	}

	private static boolean isInfrastructure(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name)
				&& beanFactory.getBeanDefinition(name).getRole() == BeanDefinition.ROLE_INFRASTRUCTURE;
	}

	private static Set<String> executors(Class<?> type, UnaryOperator<String> placeholders) {
		Set<String> executors = new HashSet<>(select(type, AsyncMethods::executor).values());
		String ofClass = AsyncMethods.executor(type);
		if (ofClass != null) {
			executors.add(ofClass);
		}
		Set<String> resolved = new HashSet<>();
		for (String executor : executors) {
			resolved.add(resolve(executor, placeholders));
		}
		return Set.copyOf(resolved);
	}

	/** Keep a name that cannot be resolved: Spring fails when the method is called. */
	private static String resolve(String executor, UnaryOperator<String> placeholders) {
		try {
			return placeholders.apply(executor);
		}
		catch (IllegalArgumentException ex) {
			log.debug("Cannot resolve the name of an executor", ex);
			return executor;
		}
	}

	private static boolean isListening(Class<?> type) {
		return ApplicationListener.class.isAssignableFrom(type) || !select(type,
				(method) -> AnnotatedElementUtils.hasAnnotation(method, EventListener.class) ? Boolean.TRUE : null)
			.isEmpty();
	}

	private static <T> Map<Method, T> select(Class<?> type, MethodIntrospector.MetadataLookup<T> lookup) {
		try {
			return MethodIntrospector.selectMethods(type, lookup);
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class whose types cannot all be loaded; Spring skips it too.
			log.debug("Cannot look for asynchronous methods in %s".formatted(type.getName()), ex);
			return Map.of();
		}
	}

}
