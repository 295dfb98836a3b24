/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.health.SafeQueuesHealthIndicator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of the queues.
 */
@AutoConfiguration(afterName = "io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(SafeQueueRegistry.class)
@ConditionalOnEnabledHealthIndicator("safe-queues")
public final class SafeQueueHealthAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(name = { "safeQueuesHealthIndicator", "safeQueuesHealthContributor" },
			search = SearchStrategy.CURRENT)
	SafeQueuesHealthIndicator safeQueuesHealthIndicator(SafeQueueRegistry queues, HierarchicalBeanFactory beanFactory) {
		return new SafeQueuesHealthIndicator(VisibleQueues.of(queues, beanFactory), LogAppenders::buffers);
	}

}
