/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle.destruction;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the beans that another bean may reach through injection points that Spring does
 * not record as dependencies: {@code @Lazy} ones, providers, and the publisher of events.
 */
final class InjectionPoints {

	private static final List<String> INJECTION_ANNOTATIONS = List.of(
			"org.springframework.beans.factory.annotation.Autowired", "jakarta.inject.Inject",
			"jakarta.annotation.Resource");

	private static final Set<String> PROVIDERS = Set.of("jakarta.inject.Provider", "java.util.function.Supplier");

	private final ConfigurableListableBeanFactory beanFactory;

	InjectionPoints(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find what a bean may reach and Spring does not record.
	 * @param type the bean's class
	 * @param factoryMethod the method that makes it, or {@code null}
	 * @return the names of the beans, among them {@link BeanGraph#EVENTS}
	 */
	Set<String> unrecorded(Class<?> type, @Nullable Method factoryMethod) {
		Set<String> targets = new LinkedHashSet<>();
		for (DependencyDescriptor descriptor : unrecordedPoints(ClassUtils.getUserClass(type), factoryMethod)) {
			if (isPublisher(descriptor.getDependencyType())) {
				targets.add(BeanGraph.EVENTS);
			}
			else {
				targets.addAll(candidates(descriptor));
			}
		}
		if (ApplicationEventPublisherAware.class.isAssignableFrom(type)) {
			targets.add(BeanGraph.EVENTS);
		}
		return targets;
	}

	private List<DependencyDescriptor> unrecordedPoints(Class<?> type, @Nullable Method factoryMethod) {
		List<DependencyDescriptor> points = new ArrayList<>();
		if (factoryMethod != null) {
			addParameters(factoryMethod, points);
		}
		else {
			Constructor<?>[] constructors = type.getDeclaredConstructors();
			for (Constructor<?> constructor : constructors) {
				if (constructors.length == 1 || isInjected(constructor)) {
					addParameters(constructor, points);
				}
			}
		}
		ReflectionUtils.doWithFields(type, (field) -> {
			if (isInjected(field) && isUnrecorded(field.getType(), field)) {
				points.add(new DependencyDescriptor(field, false));
			}
		});
		ReflectionUtils.doWithMethods(type, (method) -> {
			if (isInjected(method)) {
				addParameters(method, points);
			}
		});
		return points;
	}

	private static void addParameters(Executable executable, List<DependencyDescriptor> points) {
		boolean lazy = MergedAnnotations.from(executable).isPresent(Lazy.class);
		for (int i = 0; i < executable.getParameterCount(); i++) {
			if (lazy || isUnrecorded(executable.getParameterTypes()[i], executable.getParameters()[i])) {
				MethodParameter parameter = MethodParameter.forExecutable(executable, i);
				parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
				points.add(new DependencyDescriptor(parameter, false));
			}
		}
	}

	private static boolean isInjected(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element);
		return INJECTION_ANNOTATIONS.stream().anyMatch(annotations::isPresent);
	}

	private static boolean isUnrecorded(Class<?> type, AnnotatedElement element) {
		return isProvider(type) || isPublisher(type) || MergedAnnotations.from(element).isPresent(Lazy.class);
	}

	/** Not of a whole context, which most beans are given for other reasons. */
	private static boolean isPublisher(Class<?> type) {
		return type == ApplicationEventPublisher.class;
	}

	private static boolean isProvider(Class<?> type) {
		return ObjectFactory.class.isAssignableFrom(type) || PROVIDERS.contains(type.getName());
	}

	private Set<String> candidates(DependencyDescriptor descriptor) {
		if (isProvider(descriptor.getDependencyType())) {
			descriptor.increaseNestingLevel();
		}
		ResolvableType wanted = descriptor.getResolvableType();
		if (Iterable.class.isAssignableFrom(wanted.toClass()) || wanted.toClass() == Map.class) {
			wanted = wanted.getGeneric((wanted.toClass() == Map.class) ? 1 : 0);
		}
		if (wanted.resolve() == null || wanted.toClass() == Object.class) {
			return Set.of();
		}
		Set<String> names = new LinkedHashSet<>();
		for (String name : this.beanFactory.getBeanNamesForType(wanted, true, false)) {
			if (isCandidate(name, descriptor)) {
				names.add(BeanFactoryUtils.transformedBeanName(name));
			}
		}
		String wantedName = descriptor.getDependencyName();
		return (wantedName != null && names.contains(wantedName)) ? Set.of(wantedName) : names;
	}

	private boolean isCandidate(String name, DependencyDescriptor descriptor) {
		try {
			return this.beanFactory.isAutowireCandidate(name, descriptor);
		}
		catch (RuntimeException ex) {
			// Unknown: count it rather than miss it.
			return true;
		}
	}

}
