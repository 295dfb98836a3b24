/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueKafkaStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueRabbitStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;

/**
 * One of the instances that submit to and handle the same queues, until it is ended.
 * Prints "ready" once it does, and "quiet" once it submits nothing more. Arguments:
 * properties, among them {@code ledger.directory} and {@code ledger.pause}, without which
 * it does not submit.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
		SafeQueueKafkaStoreAutoConfiguration.class, KafkaAutoConfiguration.class,
		SafeQueueRabbitStoreAutoConfiguration.class, RabbitAutoConfiguration.class, JacksonAutoConfiguration.class })
@Import({ BrokeredHandlers.class, WeakenedHandlers.class })
class BrokeredApplication {

	@SuppressWarnings("unchecked")
	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(BrokeredApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		Duration pause = context.getEnvironment().getProperty("ledger.pause", Duration.class);
		LedgerProducers producers = new LedgerProducers(
				Path.of(context.getEnvironment().getRequiredProperty("ledger.directory")),
				(pause != null) ? pause : Duration.ZERO);
		if (pause != null) {
			context.getBean(SafeQueueRegistry.class)
				.all()
				.stream()
				.filter((queue) -> queue instanceof DurableQueue)
				.forEach((queue) -> WeakenedHandlers.submit((DurableQueue<LedgerItem>) queue, producers));
		}
		System.out.println("ready");
		producers.await();
		System.out.println("quiet");
		Thread.currentThread().join();
	}

}
