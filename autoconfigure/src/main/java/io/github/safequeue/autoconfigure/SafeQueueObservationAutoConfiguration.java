/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.autoconfigure.registration.QueueBeanRegistrar;
import io.github.safequeue.observation.HandlerObservations;
import io.github.safequeue.observation.NoHandleTimer;
import io.github.safequeue.observation.SafeQueueHandleConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of handler calls. A
 * tracer that Spring Boot provides only for want of one does not count as one.
 */
@AutoConfiguration(afterName = { "io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, SafeQueueRegistry.class })
@Conditional(OnHandlerObservations.class)
public final class SafeQueueObservationAutoConfiguration {

	/** Each context has its own; one of the application also serves child contexts. */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(value = WorkObserver.class, ignored = HandlerObservations.class)
	HandlerObservations safeQueueHandlerObservations() {
		return new HandlerObservations();
	}

	/**
	 * Queues may exist before the registry: it is asked for once all singletons exist.
	 * Observations of a parent are bound by the parent.
	 */
	@Bean(QueueBeanRegistrar.OBSERVATIONS)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SmartInitializingSingleton safeQueueHandlerObservationsBinder(ListableBeanFactory beanFactory,
			ObjectProvider<ObservationRegistry> registries, ObjectProvider<SafeQueueHandleConvention> conventions) {
		return () -> beanFactory.getBeansOfType(HandlerObservations.class)
			.values()
			.forEach((target) -> registries
				.ifUnique((registry) -> target.bindTo(registry, conventions.getIfAvailable())));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterObservationHandler.class)
	static class Meters {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		NoHandleTimer safeQueueNoHandleTimer() {
			return new NoHandleTimer();
		}

	}

}
