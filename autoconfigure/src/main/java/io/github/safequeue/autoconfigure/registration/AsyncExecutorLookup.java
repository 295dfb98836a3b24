/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;

/**
 * Decides where {@code @Async} without a name runs if no
 * {@link org.springframework.scheduling.annotation.AsyncConfigurer} does: on the task
 * executor that replaces all others, else where it would run without the task executor.
 * Spring asks its bean factory for the {@link TaskExecutor}, at the first call, and would
 * get the task executor where it is the only one.
 */
final class AsyncExecutorLookup implements BeanPostProcessor {

	/** Marks the definition of a task executor that is not the default one. */
	private static final String ADDITIONAL = AsyncExecutorLookup.class.getName() + ".additional";

	private final ConfigurableListableBeanFactory view;

	/**
	 * Create the lookup.
	 * @param beanFactory the bean factory
	 * @param executor the name of the executor that is always the default one, or
	 * {@code null}
	 */
	AsyncExecutorLookup(ConfigurableListableBeanFactory beanFactory, @Nullable String executor) {
		this.view = (ConfigurableListableBeanFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ConfigurableListableBeanFactory.class }, (proxy, method, args) -> {
					if (method.getName().equals("getBean") && args.length == 1 && args[0] == TaskExecutor.class) {
						return (executor != null) ? beanFactory.getBean(executor) : other(beanFactory);
					}
					try {
						return method.invoke(beanFactory, args);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	/**
	 * Mark the definition of the task executor, so that it is not found.
	 * @param definition the definition
	 */
	static void hide(BeanDefinition definition) {
		definition.setAttribute(ADDITIONAL, true);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof AsyncAnnotationBeanPostProcessor || bean instanceof AsyncExecutionAspectSupport) {
			((BeanFactoryAware) bean).setBeanFactory(this.view);
		}
		return bean;
	}

	/** As Spring does, leaving out the additional ones. */
	private static TaskExecutor other(@Nullable BeanFactory beanFactory) {
		if (!(beanFactory instanceof ListableBeanFactory listable)) {
			throw new NoSuchBeanDefinitionException(TaskExecutor.class);
		}
		List<String> names = Arrays.stream(listable.getBeanNamesForType(TaskExecutor.class))
			.filter((name) -> !isAdditional(listable, name))
			.toList();
		return switch (names.size()) {
			case 0 -> other((listable instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory() : null);
			case 1 -> listable.getBean(names.get(0), TaskExecutor.class);
			default -> listable.getBean(TaskExecutor.class);
		};
	}

	private static boolean isAdditional(ListableBeanFactory beanFactory, String name) {
		return beanFactory instanceof ConfigurableListableBeanFactory configurable
				&& configurable.containsBeanDefinition(name)
				&& configurable.getBeanDefinition(name).hasAttribute(ADDITIONAL);
	}

}
