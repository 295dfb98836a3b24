/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.kafka.KafkaClients;

/**
 * Finds how the application reaches Kafka, by the beans that Spring Boot makes of
 * {@code spring.kafka.*}, or that the application declares in their place.
 */
final class KafkaStoreClients implements Supplier<KafkaClients> {

	/** The name of the bean that uses the clients. */
	static final String PROVIDER = "safeQueueKafkaStore";

	private final ConfigurableListableBeanFactory beanFactory;

	KafkaStoreClients(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public KafkaClients get() {
		ProducerFactory<?, ?> producers = only(ProducerFactory.class);
		ConsumerFactory<?, ?> consumers = only(ConsumerFactory.class);
		KafkaAdmin admin = this.beanFactory.getBeanProvider(KafkaAdmin.class).getIfUnique();
		Map<String, Object> adminProperties = new HashMap<>(
				(admin != null) ? admin.getConfigurationProperties() : producers.getConfigurationProperties());
		return new KafkaClients(producers, consumers, adminProperties);
	}

	private <T> T only(Class<T> type) {
		T bean = this.beanFactory.getBeanProvider(type).getIfUnique();
		if (bean == null) {
			int found = this.beanFactory.getBeanNamesForType(type, true, false).length;
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the store kafka needs one bean of the type %s, but there are %d."
						.formatted(type.getName(), found),
					(found == 0) ? "Add spring-boot-starter-kafka and set spring.kafka.bootstrap-servers."
							: "Mark one of them with @Primary.");
		}
		return bean;
	}

}
