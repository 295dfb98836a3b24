/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import io.micrometer.context.ContextRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.context.ThreadLocalCarrier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what carries the context of
 * submitting threads, for the queues that propagate it.
 */
@AutoConfiguration
@ConditionalOnClass(ContextRegistry.class)
@Conditional(OnSafeQueueEnabled.class)
public final class SafeQueueContextAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(ContextPropagator.class)
	ThreadLocalCarrier safeQueueContextCarrier(ObjectProvider<ContextRegistry> registry) {
		return new ThreadLocalCarrier(registry.getIfAvailable(ContextRegistry::getInstance));
	}

}
