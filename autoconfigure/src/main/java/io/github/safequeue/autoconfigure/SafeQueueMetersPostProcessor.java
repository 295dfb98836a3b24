/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.metrics.SafeQueueMeters;

/**
 * Binds the queues' meters once all singletons exist, and those of queues that are
 * created later when they are. Creates no bean before that.
 */
final class SafeQueueMetersPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ObjectProvider<SafeQueueMeters> provider;

	private final ObjectProvider<MeterRegistry> registries;

	private volatile @Nullable SafeQueueMeters meters;

	SafeQueueMetersPostProcessor(ObjectProvider<SafeQueueMeters> provider, ObjectProvider<MeterRegistry> registries) {
		this.provider = provider;
		this.registries = registries;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		SafeQueueMeters meters = this.meters;
		if (meters != null && bean instanceof SafeQueue<?> queue) {
			meters.add(queue);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		SafeQueueMeters meters = this.provider.getObject();
		registries().forEach(meters::bindTo);
		this.meters = meters;
	}

	/** The primary registry feeds the others, where there is one. */
	private List<MeterRegistry> registries() {
		MeterRegistry registry = this.registries.getIfUnique();
		return (registry != null) ? List.of(registry) : this.registries.orderedStream().toList();
	}

}
