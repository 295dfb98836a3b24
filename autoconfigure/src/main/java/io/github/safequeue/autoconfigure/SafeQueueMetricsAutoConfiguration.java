/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.metrics.MicrometerWorkTimings;
import io.github.safequeue.metrics.SafeQueueMeters;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the queues' meters.
 */
@AutoConfiguration(afterName = { "io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, SafeQueueRegistry.class })
public final class SafeQueueMetricsAutoConfiguration {

	/** Each context has its own; one of the application also serves child contexts. */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(value = WorkTimings.class, ignored = MicrometerWorkTimings.class)
	MicrometerWorkTimings safeQueueWorkTimings() {
		return new MicrometerWorkTimings();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SafeQueueMeters safeQueueMeters(SafeQueueRegistry queues, ListableBeanFactory beanFactory) {
		// Those of a parent are fed by the queues of the parent.
		boolean timed = beanFactory.getBeanNamesForType(MicrometerWorkTimings.class).length > 0;
		return new SafeQueueMeters(queues, timed ? beanFactory.getBean(MicrometerWorkTimings.class) : null);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	LogAppenderMeters safeQueueLogAppenderMeters() {
		return new LogAppenderMeters();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	SafeQueueMetersBinder safeQueueMetersBinder(SafeQueueMeters meters, ListableBeanFactory beanFactory) {
		return new SafeQueueMetersBinder(meters, beanFactory);
	}

}
