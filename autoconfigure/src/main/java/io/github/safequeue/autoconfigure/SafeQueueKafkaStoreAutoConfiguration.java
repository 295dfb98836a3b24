/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Kafka;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;
import io.github.safequeue.store.kafka.KafkaQueueSettings;
import io.github.safequeue.store.kafka.KafkaStoreProvider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the store {@code kafka}. Lazy: no
 * broker is looked for before a queue asks for the store.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class,
		afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass({ KafkaTemplate.class, TransactionSynchronizationManager.class })
@ConditionalOnBean(SafeQueueRegistry.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SafeQueueKafkaStoreAutoConfiguration {

	SafeQueueKafkaStoreAutoConfiguration() {
	}

	@Bean(KafkaStoreClients.PROVIDER)
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static KafkaStoreProvider safeQueueKafkaStore(ConfigurableListableBeanFactory beanFactory,
			SafeQueueProperties properties) {
		QueueKeys<Queue> queues = new QueueKeys<>(properties.queues());
		return new KafkaStoreProvider(new KafkaStoreClients(beanFactory), (name) -> settings(name, queues.find(name)));
	}

	private static KafkaQueueSettings settings(String name, @Nullable Queue queue) {
		Kafka kafka = (queue != null && queue.kafka() != null) ? queue.kafka() : new Kafka(null, null, 10);
		return new KafkaQueueSettings((kafka.topic() != null) ? kafka.topic().strip() : name,
				(kafka.groupId() != null) ? kafka.groupId().strip() : "safequeue-" + name, kafka.maxDeliveries());
	}

}
