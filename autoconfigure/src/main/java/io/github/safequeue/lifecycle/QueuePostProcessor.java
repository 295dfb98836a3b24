/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.lifecycle.destruction.BeanGraph;

/**
 * Watches beans come and go on behalf of the {@link SafeQueueLifecycle}: notes how beans
 * were made, registers queues, and asks before a bean is destroyed that a queue may need.
 */
public final class QueuePostProcessor implements MergedBeanDefinitionPostProcessor, DestructionAwareBeanPostProcessor,
		BeanFactoryAware, PriorityOrdered {

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private @Nullable BeanGraph graph;

	private @Nullable QueueBindings bindings;

	/** Singletons whose destruction may concern a queue. */
	private final Map<Object, String> concerned = Collections.synchronizedMap(new IdentityHashMap<>());

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
		this.graph = new BeanGraph(this.beanFactory);
	}

	/** First, so that a bean's own destruction callbacks run afterwards. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	BeanGraph graph() {
		if (this.graph == null) {
			throw new IllegalStateException("No bean factory");
		}
		return this.graph;
	}

	private ConfigurableListableBeanFactory beanFactory() {
		if (this.beanFactory == null) {
			throw new IllegalStateException("No bean factory");
		}
		return this.beanFactory;
	}

	private QueueBindings bindings() {
		QueueBindings bindings = this.bindings;
		if (bindings == null) {
			bindings = beanFactory().getBean(QueueBindings.class);
			this.bindings = bindings;
		}
		return bindings;
	}

	private SafeQueueLifecycle lifecycle() {
		return beanFactory().getBean(SafeQueueLifecycle.BEAN_NAME, SafeQueueLifecycle.class);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
		graph().made(name, type, definition);
		ProxyRules.apply(definition, type, name, beanFactory());
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof SafeQueue<?>) {
			lifecycle().queues().creating(name, bean);
		}
		if (graph().isMade(name) && concerns(name)) {
			this.concerned.put(bean, name);
		}
		return bean;
	}

	private boolean concerns(String name) {
		if (bindings().isHandler(name)) {
			return true;
		}
		return graph().given(name).stream().anyMatch(bindings()::leadsToQueue);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof SafeQueue<?>) {
			lifecycle().queues().created(name);
		}
		return bean;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return this.concerned.containsKey(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String name) {
		if (this.concerned.remove(bean) != null) {
			lifecycle().beforeDestruction(name);
		}
	}

}
