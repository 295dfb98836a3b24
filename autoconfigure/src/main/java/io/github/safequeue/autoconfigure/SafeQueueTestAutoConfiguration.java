/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.registration.ManagedQueueCustomizer;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.test.AutoConfigureSafeQueue;
import io.github.safequeue.test.SafeQueueTester;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for tests, imported by
 * {@link AutoConfigureSafeQueue} only.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class)
@ConditionalOnBean(SafeQueueRegistry.class)
public final class SafeQueueTestAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	SafeQueueTester safeQueueTester(SafeQueueRegistry queues) {
		return new SafeQueueTester(queues);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnProperty(name = "safequeue.test.mode", havingValue = "manual", matchIfMissing = true)
	static ManagedQueueCustomizer safeQueueManualCustomizer() {
		return ManagedQueueBuilder::manual;
	}

}
