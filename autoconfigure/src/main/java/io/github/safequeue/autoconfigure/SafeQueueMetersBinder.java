/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.Collection;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.lifecycle.QueueObserver;
import io.github.safequeue.lifecycle.SafeQueueLifecycle;
import io.github.safequeue.metrics.SafeQueueMeters;

/**
 * Binds the meters of a context's queues once all singletons exist, and follows the
 * queues that come and go later. A context without a meter registry of its own uses that
 * of its parent.
 */
final class SafeQueueMetersBinder implements SmartInitializingSingleton, QueueObserver {

	private final SafeQueueMeters meters;

	private final ListableBeanFactory beanFactory;

	SafeQueueMetersBinder(SafeQueueMeters meters, ListableBeanFactory beanFactory) {
		this.meters = meters;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		// Those of a parent come and go without this context.
		this.beanFactory.getBeansOfType(SafeQueueLifecycle.class).values().forEach((queues) -> queues.observe(this));
		Collection<MeterRegistry> own = this.beanFactory.getBeansOfType(MeterRegistry.class).values();
		registries(own).forEach((registry) -> this.meters.bindTo(registry, !own.contains(registry)));
	}

	/** The primary registry feeds the others, where there is one. */
	private Collection<MeterRegistry> registries(Collection<MeterRegistry> own) {
		ObjectProvider<MeterRegistry> registries = this.beanFactory.getBeanProvider(MeterRegistry.class);
		MeterRegistry registry = registries.getIfUnique();
		if (registry != null && (own.isEmpty() || own.contains(registry))) {
			return List.of(registry);
		}
		return own.isEmpty() ? registries.orderedStream().toList() : own;
	}

	@Override
	public void added(ManagedQueue<?> queue) {
		this.meters.add(queue);
	}

	@Override
	public void removed(ManagedQueue<?> queue) {
		this.meters.remove(queue);
	}

	@Override
	public void ended(ManagedQueue<?> queue) {
		this.meters.finish(queue);
	}

}
