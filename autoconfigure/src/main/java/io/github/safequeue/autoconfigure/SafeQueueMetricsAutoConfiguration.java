/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
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

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(WorkTimings.class)
	MicrometerWorkTimings safeQueueWorkTimings() {
		return new MicrometerWorkTimings();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	SafeQueueMeters safeQueueMeters(SafeQueueRegistry queues, ObjectProvider<MicrometerWorkTimings> timings) {
		return new SafeQueueMeters(queues, timings.getIfAvailable());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	LogAppenderMeters safeQueueLogAppenderMeters() {
		return new LogAppenderMeters();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SafeQueueMetersPostProcessor safeQueueMetersPostProcessor(ObjectProvider<SafeQueueMeters> meters,
			ObjectProvider<MeterRegistry> registries) {
		return new SafeQueueMetersPostProcessor(meters, registries);
	}

}
