/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.util.concurrent.CountDownLatch;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueRabbitStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.testing.StoredOrders.Order;

/**
 * Prints each delivery of an item, and never ends to handle it.
 */
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
		SafeQueueRabbitStoreAutoConfiguration.class, RabbitAutoConfiguration.class, JacksonAutoConfiguration.class })
class RabbitKilledApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(RabbitKilledApplication.class).web(WebApplicationType.NONE).run(args);
		System.out.println("ready");
	}

	@SafeQueueListener("orders")
	void on(Order order, WorkContext context) throws InterruptedException {
		System.out.println("delivery " + context.deliveryCount() + " of " + context.id());
		new CountDownLatch(1).await();
	}

}
