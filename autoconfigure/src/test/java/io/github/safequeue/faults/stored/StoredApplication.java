/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.faults.ledger.LedgerItem;

/**
 * An application within the test whose queue is {@value #QUEUE}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
class StoredApplication {

	static final String QUEUE = "orders";

	/**
	 * Start the application.
	 * @param url the database
	 * @param handlers its further configuration
	 * @param properties what it is given beside the database
	 */
	static ConfigurableApplicationContext start(String url, Class<?> handlers, String... properties) {
		return start(StoredApplication.class, url, handlers, properties);
	}

	/** Start another application in the same way. */
	static ConfigurableApplicationContext start(Class<?> application, String url, Class<?> handlers,
			String... properties) {
		List<String> args = new ArrayList<>(
				List.of("--spring.datasource.url=" + url, "--safequeue.queues.orders.store=jdbc",
						"--safequeue.store.jdbc.initialize-schema=always", "--safequeue.store.jdbc.poll-interval=200ms",
						"--spring.jmx.enabled=false", "--spring.main.banner-mode=off"));
		args.addAll(List.of(properties));
		return new SpringApplicationBuilder(application, handlers).web(WebApplicationType.NONE)
			.run(args.toArray(String[]::new));
	}

	@SuppressWarnings("unchecked")
	static DurableQueue<LedgerItem> queue(ConfigurableApplicationContext context) {
		return (DurableQueue<LedgerItem>) context.getBean(SafeQueueRegistry.class).find(QUEUE).orElseThrow();
	}

}
