/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueue;

/**
 * Lists the queue beans of a bean factory and of its parents without creating any.
 */
public final class DeclaredQueues {

	private DeclaredQueues() {
	}

	/**
	 * Return the queue beans of a bean factory and of its parents.
	 * @param beanFactory the bean factory
	 * @return the types of their items by name, {@link ResolvableType#NONE} if unknown
	 */
	public static Map<String, ResolvableType> of(BeanFactory beanFactory) {
		Map<String, ResolvableType> queues = new TreeMap<>();
		if (beanFactory instanceof ListableBeanFactory factory) {
			for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, SafeQueue.class, true,
					false)) {
				queues.put(name, items(beanFactory, name));
			}
		}
		return queues;
	}

	/**
	 * Return the queue beans of the parents.
	 * @param beanFactory the bean factory
	 * @return their names, modifiable
	 */
	static Set<String> inherited(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.getParentBeanFactory() instanceof ListableBeanFactory parent)
				? new TreeSet<>(List
					.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, SafeQueue.class, true, false)))
				: new TreeSet<>();
	}

	private static ResolvableType items(BeanFactory beanFactory, String name) {
		if (!(beanFactory instanceof ConfigurableBeanFactory factory)) {
			return ResolvableType.NONE;
		}
		try {
			return factory.getMergedBeanDefinition(name).getResolvableType().as(SafeQueue.class).getGeneric(0);
		}
		catch (NoSuchBeanDefinitionException ex) {
			// A singleton without a definition, whose items are unknown.
			return ResolvableType.NONE;
		}
	}

}
