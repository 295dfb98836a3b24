/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueCustomizer;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.registration.ManagedQueueCustomizer;
import io.github.safequeue.autoconfigure.registration.QueueBeanRegistrar;
import io.github.safequeue.autoconfigure.registration.QueueBuilderFactory;
import io.github.safequeue.lifecycle.QueueBindings;
import io.github.safequeue.lifecycle.QueuePostProcessor;
import io.github.safequeue.lifecycle.SafeQueueLifecycle;

/**
 * Auto-configuration of queues: declares a bean for each queue, and the beans that own
 * them.
 */
@AutoConfiguration
@Conditional(OnSafeQueueEnabled.class)
@EnableConfigurationProperties(SafeQueueProperties.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SafeQueueAutoConfiguration {

	SafeQueueAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static QueueBeanRegistrar safeQueueBeanRegistrar(ConfigurableApplicationContext context) {
		// For contexts without initializers. Shutdown handlers run last added first:
		// those of the application's beans may submit.
		ShutdownReport.ensureRegistered();
		return new QueueBeanRegistrar(context);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static QueuePostProcessor safeQueuePostProcessor() {
		return new QueuePostProcessor();
	}

	@Bean(SafeQueueLifecycle.BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SafeQueueLifecycle safeQueueRegistry(ConfigurableApplicationContext context, QueueBindings bindings,
			QueuePostProcessor postProcessor, SafeQueueProperties properties) {
		return new SafeQueueLifecycle(context, bindings, postProcessor, properties.shutdown().drainTimeout());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static QueueBuilderFactory safeQueueBuilders(ConfigurableApplicationContext context, SafeQueueProperties properties,
			ObjectProvider<SafeQueueLifecycle> coordinator, ObjectProvider<SafeQueueCustomizer> customizers,
			ObjectProvider<ManagedQueueCustomizer> managedCustomizers) {
		// A context may have its own beside those of its parent.
		BeanFactory nearest = context.getBeanFactory();
		return new QueueBuilderFactory(properties, context, coordinator, customizers, managedCustomizers,
				nearest.getBeanProvider(WorkTimings.class), nearest.getBeanProvider(ContextPropagator.class),
				nearest.getBeanProvider(WorkObserver.class));
	}

	@Bean(QueueBuilderFactory.BUILDER)
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SafeQueueBuilder safeQueueBuilder(QueueBuilderFactory builders) {
		return builders.createInjected();
	}

	/**
	 * A queue that no bean has asked for yet still needs its handler, and must start.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LazyInitializationExcludeFilter safeQueueLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SafeQueue.class);
	}

}
