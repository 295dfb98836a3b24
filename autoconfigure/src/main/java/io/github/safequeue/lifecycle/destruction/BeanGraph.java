/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle.destruction;

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Which beans a bean was given: what Spring recorded, and what it may reach lazily. Any
 * thread.
 */
public final class BeanGraph {

	/**
	 * Stands for the application's events among the beans that a bean was given, where it
	 * was given an {@link org.springframework.context.ApplicationEventPublisher}.
	 */
	public static final String EVENTS = "org.springframework.context.ApplicationEventPublisher";

	private final ConfigurableListableBeanFactory beanFactory;

	private final InjectionPoints injectionPoints;

	private final Map<String, Source> sources = new ConcurrentHashMap<>();

	/**
	 * What Spring recorded, kept because Spring forgets it once the bean is destroyed.
	 */
	private final Map<String, Set<String>> recorded = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> lazyTargets = new ConcurrentHashMap<>();

	/**
	 * Create an empty graph.
	 * @param beanFactory the bean factory whose beans are noted
	 */
	public BeanGraph(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.injectionPoints = new InjectionPoints(beanFactory);
	}

	/**
	 * Note how a bean was made. Beans of Spring and of this library are not noted: they
	 * never submit.
	 * @param name the bean's name
	 * @param type its class
	 * @param definition its definition
	 */
	public void made(String name, Class<?> type, RootBeanDefinition definition) {
		if (definition.isSingleton() && definition.getRole() != BeanDefinition.ROLE_INFRASTRUCTURE
				&& !type.getName().startsWith("org.springframework.")) {
			this.sources.put(name, new Source(type, definition.getResolvedFactoryMethod()));
		}
	}

	/**
	 * Return whether a bean was noted.
	 * @param name the bean's name
	 * @return whether {@link #made} was called for it
	 */
	public boolean isMade(String name) {
		return this.sources.containsKey(name);
	}

	/**
	 * Return the beans that may have been given something at an injection point.
	 * @param member a field, constructor or method, also one that makes a bean
	 * @return the names, none if no bean was noted that has this injection point
	 */
	public Set<String> madeAt(Member member) {
		Set<String> made = new LinkedHashSet<>();
		Set<String> ofType = new LinkedHashSet<>();
		this.sources.forEach((name, source) -> {
			if (member.equals(source.factoryMethod())) {
				made.add(name);
			}
			else if (member.getDeclaringClass().isAssignableFrom(source.type())) {
				ofType.add(name);
			}
		});
		return made.isEmpty() ? ofType : made;
	}

	/** Look again at what may be reached lazily: more beans are known now. */
	public void refresh() {
		this.lazyTargets.clear();
	}

	/** Return the names of all beans that were made so far. */
	Collection<String> beans() {
		return this.sources.keySet();
	}

	/**
	 * Return the beans that a bean was given directly. What a destroyed bean was given
	 * still counts: its calls may go on.
	 * @param name the bean's name
	 * @return the names, lazily reached ones included
	 */
	public Set<String> given(String name) {
		Set<String> dependencies = new LinkedHashSet<>(Arrays.asList(this.beanFactory.getDependenciesForBean(name)));
		Set<String> given = new LinkedHashSet<>(this.recorded.merge(name, dependencies, BeanGraph::union));
		given.addAll(lazily(name));
		return given;
	}

	private static Set<String> union(Set<String> before, Set<String> now) {
		Set<String> union = new LinkedHashSet<>(before);
		union.addAll(now);
		return union;
	}

	private Set<String> lazily(String name) {
		Source source = this.sources.get(name);
		if (source == null) {
			return Set.of();
		}
		Set<String> targets = this.lazyTargets.get(name);
		if (targets == null) {
			targets = this.injectionPoints.unrecorded(source.type(), source.factoryMethod());
			this.lazyTargets.put(name, targets);
		}
		return targets;
	}

	/** Return the beans that listen to events of the application. */
	Set<String> listeners() {
		Set<String> listeners = new LinkedHashSet<>();
		this.sources.forEach((name, source) -> {
			if (isListening(ClassUtils.getUserClass(source.type()))) {
				listeners.add(name);
			}
		});
		return listeners;
	}

	private static boolean isListening(Class<?> type) {
		if (ApplicationListener.class.isAssignableFrom(type)) {
			return true;
		}
		try {
			return AnnotationUtils.isCandidateClass(type, EventListener.class)
					&& !MethodIntrospector.selectMethods(type, (MethodFilter) BeanGraph::isEventListener).isEmpty();
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class whose types cannot all be loaded; Spring skips it too.
			return false;
		}
	}

	private static boolean isEventListener(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, EventListener.class);
	}

	/**
	 * Find all that can be reached from some beans, themselves included.
	 * @param roots the names to begin with
	 * @param ends the names at which to go no further
	 * @return what is reached
	 */
	Reach reach(Collection<String> roots, Set<String> ends) {
		Map<String, String> from = new LinkedHashMap<>();
		roots.forEach((root) -> from.put(root, root));
		Deque<String> open = new ArrayDeque<>(from.keySet());
		while (!open.isEmpty()) {
			String name = open.remove();
			if (ends.contains(name)) {
				continue;
			}
			for (String next : given(name)) {
				if (from.putIfAbsent(next, name) == null) {
					open.add(next);
				}
			}
		}
		return new Reach(from);
	}

	/**
	 * What can be reached from some beans.
	 *
	 * @param from each bean with the one that was given it; a root with itself
	 */
	record Reach(Map<String, String> from) {

		static final Reach NONE = new Reach(Map.of());

		Set<String> beans() {
			return this.from.keySet();
		}

		/** Return a shortest way from a root to a bean, or nothing. */
		List<String> wayTo(String bean) {
			List<String> way = new ArrayList<>();
			String next = this.from.containsKey(bean) ? bean : null;
			while (next != null) {
				way.add(0, next);
				String before = this.from.get(next);
				next = next.equals(before) ? null : before;
			}
			return way;
		}

	}

	/**
	 * How a bean was made.
	 *
	 * @param type its class
	 * @param factoryMethod the method that made it, or {@code null}
	 */
	private record Source(Class<?> type, @Nullable Method factoryMethod) {
	}

}
