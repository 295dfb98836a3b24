/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.store.ItemFormats;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what all queues with a store
 * need.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@Conditional(OnSafeQueueEnabled.class)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean({ SafeQueueRegistry.class, JsonMapper.class })
public final class SafeQueueStoreAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static ItemFormats safeQueueItemFormats(JsonMapper mapper) {
		return JsonItemFormat.by(mapper);
	}

}
