/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A bean with its type and scope, read before the bean is created.
 *
 * @param name the bean's name
 * @param type the user's class, with type arguments where a factory method declares them
 * @param userClass the user's class or interface
 * @param scope the scope of the bean, behind its scoped proxy if it has one; empty for a
 * singleton
 */
record ListenerBean(String name, ResolvableType type, Class<?> userClass, String scope) {

	/**
	 * Read a bean's definition, or its class where it was registered as an object.
	 * @param beanFactory the bean factory
	 * @param name the bean's name
	 * @return the bean, or {@code null} if its type is not known or its definition is
	 * abstract
	 */
	static @Nullable ListenerBean of(ConfigurableListableBeanFactory beanFactory, String name) {
		if (!beanFactory.containsBeanDefinition(name)) {
			Object singleton = beanFactory.getSingleton(name);
			return (singleton != null) ? of(name, ResolvableType.NONE, AopUtils.getTargetClass(singleton), "") : null;
		}
		try {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
			if (definition.isAbstract()) {
				return null;
			}
			BeanDefinitionHolder target = (definition instanceof RootBeanDefinition root)
					? root.getDecoratedDefinition() : null;
			return (target != null) ? of(beanFactory, name, target.getBeanName(), target.getBeanDefinition())
					: of(beanFactory, name, name, definition);
		}
		catch (BeansException | LinkageError ex) {
			// Not found or not loadable: the creation of the bean reports it.
			return null;
		}
	}

	/** Read the definition of a bean, or of what its scoped proxy stands for. */
	private static @Nullable ListenerBean of(ConfigurableListableBeanFactory beanFactory, String name,
			String targetName, BeanDefinition definition) {
		Object original = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		Class<?> type = (original instanceof Class<?> known) ? known : beanFactory.getType(targetName, false);
		String scope = definition.getScope();
		return (type != null) ? of(name, definition.getResolvableType(), type,
				(scope == null || definition.isSingleton()) ? "" : scope) : null;
	}

	private static ListenerBean of(String name, ResolvableType declared, Class<?> type, String scope) {
		Class<?> userClass = ClassUtils.getUserClass(type);
		boolean same = userClass.equals(declared.resolve());
		return new ListenerBean(name, same ? declared : ResolvableType.forClass(userClass), userClass, scope);
	}

}
