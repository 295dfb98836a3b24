/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.rabbit.StoreConnections;

/**
 * Finds out how the store {@code rabbit} connects. Spring closes the connections of its
 * connection factory before beans are destroyed, and queues are closed after that.
 * Therefore the store has a factory of its own, which Spring Boot configures as it
 * configures its own one. A factory that the application declares is used as it is.
 */
final class RabbitStoreConnections implements Supplier<StoreConnections> {

	/** The name of the bean that uses the connections. */
	static final String PROVIDER = "safeQueueRabbitStore";

	/** How long to wait for a broker that does not answer. */
	private static final int LIMIT = (int) TimeUnit.SECONDS.toMillis(10);

	private final ConfigurableListableBeanFactory beanFactory;

	private final boolean separate;

	/**
	 * Create the supplier.
	 * @param beanFactory the bean factory
	 * @param separate whether the connection factory is Spring Boot's
	 */
	RabbitStoreConnections(ConfigurableListableBeanFactory beanFactory, boolean separate) {
		this.beanFactory = beanFactory;
		this.separate = separate;
	}

	@Override
	public StoreConnections get() {
		ConnectionFactory bean = this.beanFactory.getBeanProvider(ConnectionFactory.class).getIfUnique();
		List<String> names = Arrays.asList(this.beanFactory.getBeanNamesForType(ConnectionFactory.class, true, false));
		if (bean == null) {
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the store rabbit needs one ConnectionFactory, but there are %d%s."
						.formatted(names.size(), names.isEmpty() ? "" : ": " + String.join(", ", names)),
					names.isEmpty() ? "Enable RabbitAutoConfiguration, or declare a bean of the type %s."
						.formatted(ConnectionFactory.class.getName()) : "Mark one of them with @Primary.");
		}
		CachingConnectionFactoryConfigurer configurer = this.beanFactory
			.getBeanProvider(CachingConnectionFactoryConfigurer.class)
			.getIfUnique();
		if (this.separate && configurer != null && bean instanceof CachingConnectionFactory caching) {
			return separate(caching, configurer);
		}
		for (String name : names) {
			if (this.beanFactory.containsSingleton(name) && this.beanFactory.getSingleton(name) == bean) {
				this.beanFactory.registerDependentBean(name, PROVIDER);
			}
		}
		return new StoreConnections(bean, () -> {
		});
	}

	private static StoreConnections separate(CachingConnectionFactory bean,
			CachingConnectionFactoryConfigurer configurer) {
		com.rabbitmq.client.ConnectionFactory client = bean.getRabbitConnectionFactory().clone();
		int timeout = client.getConnectionTimeout();
		client.setConnectionTimeout((timeout > 0) ? Math.min(timeout, LIMIT) : LIMIT);
		client.setChannelRpcTimeout(LIMIT);
		CachingConnectionFactory factory = new CachingConnectionFactory(client);
		factory.setExecutor(executor());
		configurer.configure(factory);
		factory.setBeanName(PROVIDER);
		return new StoreConnections(factory, factory::destroy);
	}

	/**
	 * That of the factory itself would keep the JVM running for a minute after closing.
	 */
	private static ExecutorService executor() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("safequeue-rabbit-");
		threads.setDaemon(true);
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
	}

}
