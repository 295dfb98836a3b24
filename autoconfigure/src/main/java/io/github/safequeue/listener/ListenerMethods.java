/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.annotation.AnnotationUtils;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;

/**
 * Finds the methods with {@link SafeQueueListener}. Called by the thread that refreshes
 * the context.
 */
public final class ListenerMethods {

	private static final Log log = LogFactory.getLog(ListenerMethods.class);

	private ListenerMethods() {
	}

	/**
	 * Find the listener methods of all bean definitions and registered singletons of a
	 * bean factory, without creating any bean. Beans of parent factories are left out, as
	 * are the targets of scoped proxies, whose proxies are looked at instead.
	 *
	 * <p>
	 * Meta-annotations, superclasses and interfaces are searched as Spring does. A method
	 * is found if the type in the bean's definition has it, so a factory method must
	 * declare a return type that has it.
	 *
	 * <p>
	 * The bean factory resolves placeholders. While bean definitions are being
	 * registered, it has no resolver, and its environment resolves them.
	 * @param beanFactory the bean factory
	 * @return the methods, in the order of the bean definitions
	 * @throws SafeQueueConfigurationException if a method or an attribute is not allowed
	 * for a listener
	 */
	public static List<ListenerMethod> find(ConfigurableListableBeanFactory beanFactory) {
		UnaryOperator<String> placeholders = Placeholders.of(beanFactory);
		List<ListenerMethod> found = new ArrayList<>();
		for (Iterator<String> names = beanFactory.getBeanNamesIterator(); names.hasNext();) {
			String name = names.next();
			if (ScopedProxyUtils.isScopedTarget(name)) {
				continue;
			}
			ListenerBean bean = ListenerBean.of(beanFactory, name);
			if (bean != null && mayHaveListeners(bean.userClass())) {
				annotatedMethods(bean).forEach((method, annotation) -> found
					.add(bind(bean, method, ListenerAttributes.read(bean, method, annotation, placeholders))));
			}
		}
		return List.copyOf(found);
	}

	private static boolean mayHaveListeners(Class<?> type) {
		return !type.getName().startsWith("org.springframework.")
				&& AnnotationUtils.isCandidateClass(type, SafeQueueListener.class);
	}

	private static Map<Method, SafeQueueListener> annotatedMethods(ListenerBean bean) {
		try {
			return MethodIntrospector.selectMethods(bean.userClass(),
					(MethodIntrospector.MetadataLookup<SafeQueueListener>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, SafeQueueListener.class));
		}
		catch (AnnotationConfigurationException ex) {
			throw new SafeQueueConfigurationException(null,
					"An annotation @SafeQueueListener in class %s of bean '%s' contradicts itself: %s."
						.formatted(bean.userClass().getName(), bean.name(), ex.getMessage()),
					"Set 'value' or 'queues', not both.", ex);
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class whose types cannot all be loaded; Spring skips it too.
			log.debug("Cannot look for listener methods in bean '%s'".formatted(bean.name()), ex);
			return Map.of();
		}
	}

	private static ListenerMethod bind(ListenerBean bean, Method method, ListenerAttributes attributes) {
		ListenerSignature signature = ListenerSignature.of(bean, method, attributes.queues().get(0));
		attributes.checkAgainst(signature);
		return new ListenerMethod(bean.name(), attributes, signature);
	}

}
