/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Rabbit;
import io.github.safequeue.store.rabbit.RabbitQueueSettings;
import io.github.safequeue.store.rabbit.RabbitStoreProvider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the store {@code rabbit}. Lazy:
 * no broker is looked for before a queue asks for the store. Comes before Spring Boot's
 * own, to see whether the application brings a connection factory.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class,
		beforeName = "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration")
@ConditionalOnClass({ ConnectionFactory.class, CachingConnectionFactoryConfigurer.class })
@ConditionalOnBean(SafeQueueRegistry.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SafeQueueRabbitStoreAutoConfiguration {

	SafeQueueRabbitStoreAutoConfiguration() {
	}

	@Bean(RabbitStoreConnections.PROVIDER)
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean({ RabbitStoreProvider.class, ConnectionFactory.class })
	static RabbitStoreProvider safeQueueRabbitStore(ConfigurableListableBeanFactory beanFactory,
			SafeQueueProperties properties) {
		return provider(beanFactory, properties, true);
	}

	@Bean(RabbitStoreConnections.PROVIDER)
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(RabbitStoreProvider.class)
	static RabbitStoreProvider safeQueueRabbitStoreWithBean(ConfigurableListableBeanFactory beanFactory,
			SafeQueueProperties properties) {
		return provider(beanFactory, properties, false);
	}

	private static RabbitStoreProvider provider(ConfigurableListableBeanFactory beanFactory,
			SafeQueueProperties properties, boolean separate) {
		QueueKeys<Queue> queues = new QueueKeys<>(properties.queues());
		return new RabbitStoreProvider(new RabbitStoreConnections(beanFactory, separate), (name) -> {
			Queue queue = queues.find(name);
			Rabbit rabbit = (queue != null) ? queue.rabbit() : null;
			if (rabbit == null) {
				rabbit = new Rabbit(null, 10, false, null);
			}
			return new RabbitQueueSettings((rabbit.queue() != null) ? rabbit.queue().strip() : name,
					rabbit.maxDeliveries(), rabbit.singleActiveConsumer(), rabbit.prefetch());
		});
	}

}
