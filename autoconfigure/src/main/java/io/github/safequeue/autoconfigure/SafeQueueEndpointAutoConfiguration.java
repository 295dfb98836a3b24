/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.endpoint.RefusedChangeDescriptor;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;
import io.github.safequeue.endpoint.SafeQueuesEndpointWebExtension;
import io.github.safequeue.endpoint.UnknownActionDescriptor;
import io.github.safequeue.endpoint.UnknownQueueDescriptor;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link SafeQueuesEndpoint}.
 */
@AutoConfiguration(afterName = "io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(SafeQueueRegistry.class)
@ConditionalOnAvailableEndpoint(SafeQueuesEndpoint.class)
@RegisterReflectionForBinding({ UnknownQueueDescriptor.class, UnknownActionDescriptor.class,
		RefusedChangeDescriptor.class })
public final class SafeQueueEndpointAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SafeQueuesEndpoint safeQueuesEndpoint(SafeQueueRegistry queues, HierarchicalBeanFactory beanFactory) {
		return new SafeQueuesEndpoint(VisibleQueues.of(queues, beanFactory));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SafeQueuesEndpointWebExtension safeQueuesEndpointWebExtension(SafeQueuesEndpoint endpoint) {
		return new SafeQueuesEndpointWebExtension(endpoint);
	}

}
