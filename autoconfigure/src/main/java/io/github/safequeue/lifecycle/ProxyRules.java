/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.reflect.Modifier;
import java.util.List;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.task.AsyncTaskExecutor;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;

/**
 * What aspects may do to the beans of this library, whose classes are final. What
 * applications are given is proxied by its interfaces, also where proxies are subclasses
 * by default. What is internal is not proxied.
 */
final class ProxyRules {

	private static final String LIBRARY = "io.github.safequeue.";

	private static final String PROPERTIES = LIBRARY + "autoconfigure.properties.";

	private static final List<Class<?>> GIVEN = List.of(SafeQueue.class, SafeQueueBuilder.class,
			AsyncTaskExecutor.class);

	private ProxyRules() {
	}

	/**
	 * Apply the rules to a bean that was not post-processed yet.
	 * @param definition its merged definition
	 * @param type its class
	 * @param name its name
	 * @param beanFactory its bean factory
	 */
	static void apply(RootBeanDefinition definition, Class<?> type, String name,
			ConfigurableListableBeanFactory beanFactory) {
		if (!type.getName().startsWith(LIBRARY) || !Modifier.isFinal(type.getModifiers())) {
			return;
		}
		if (GIVEN.stream().anyMatch((given) -> given.isAssignableFrom(type))) {
			byInterfaces(name, beanFactory);
		}
		else if (definition.getRole() == BeanDefinition.ROLE_INFRASTRUCTURE || type.getName().startsWith(PROPERTIES)) {
			definition.setSynthetic(true);
		}
	}

	/** Let proxies of a bean implement its interfaces. */
	static void byInterfaces(String name, ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsBeanDefinition(name)) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			if (!definition.hasAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE)) {
				definition.setAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE,
						AutoProxyUtils.ALL_INTERFACES_ATTRIBUTE_VALUE);
			}
		}
	}

}
