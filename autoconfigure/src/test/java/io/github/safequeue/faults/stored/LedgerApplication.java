/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;

/**
 * One of the instances that submit to and handle the same queues, until it is ended.
 * Prints "ready" once it does, "quiet" once it submits nothing more, and "empty" once
 * nothing more is stored. Arguments: properties, among them {@code ledger.directory} and
 * {@code ledger.pause}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@Import({ Effects.class, LedgerHandlers.class, WeakenedHandlers.class })
class LedgerApplication {

	@SuppressWarnings("unchecked")
	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(LedgerApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		LedgerProducers producers = new LedgerProducers(
				Path.of(context.getEnvironment().getRequiredProperty("ledger.directory")),
				context.getEnvironment().getRequiredProperty("ledger.pause", Duration.class));
		context.getBean(SafeQueueRegistry.class)
			.all()
			.stream()
			.filter((queue) -> queue instanceof DurableQueue)
			.forEach((queue) -> WeakenedHandlers.submit((DurableQueue<LedgerItem>) queue, producers));
		System.out.println("ready");
		producers.await();
		System.out.println("quiet");
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		while (!Integer.valueOf(0).equals(jdbc.queryForObject("select count(*) from safequeue_item", Integer.class))) {
			Thread.sleep(100);
		}
		System.out.println("empty");
		Thread.currentThread().join();
	}

}
