/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.registration.QueueBeanRegistrar;
import io.github.safequeue.cleaner.CloseableSafeCleaner;
import io.github.safequeue.cleaner.SafeCleaner;
import io.github.safequeue.cleaner.SafeCleaners;
import io.github.safequeue.engine.ManagedQueue;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link SafeCleaner}. Lazy: an
 * application that asks for none has no thread for it.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class)
@ConditionalOnBean(SafeQueueRegistry.class)
@ConditionalOnBooleanProperty(name = "safequeue.cleaner.enabled", matchIfMissing = true)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SafeCleanerAutoConfiguration {

	SafeCleanerAutoConfiguration() {
	}

	@Bean(QueueBeanRegistrar.CLEANER)
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(SafeCleaner.class)
	@DependsOn(QueueBeanRegistrar.CLEANER_QUEUE)
	static CloseableSafeCleaner safeCleaner(BeanFactory beanFactory, SafeQueueProperties properties) {
		ManagedQueue<?> queue = beanFactory.getBean(QueueBeanRegistrar.CLEANER_QUEUE, ManagedQueue.class);
		return SafeCleaners.on(queue, properties.cleaner().cleanOnClose());
	}

}
