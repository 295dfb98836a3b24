/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.time.Duration;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.endpoint.PollingConsumer;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.support.PeriodicTrigger;

/**
 * A {@link QueueChannel} of Spring Integration and a poller that takes all that waits.
 */
final class ChannelContender implements Contender {

	private static final int RECEIVE_TIMEOUT_MILLIS = 1000;

	private final QueueChannel channel;

	private final ConfigurableApplicationContext context;

	ChannelContender(int capacity, Arrivals arrivals) {
		this.channel = new QueueChannel(capacity);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Config.class);
		context.registerBean("channel", QueueChannel.class, () -> this.channel);
		context.registerBean("consumer", PollingConsumer.class, () -> consumer(arrivals));
		context.refresh();
		this.context = context;
	}

	private PollingConsumer consumer(Arrivals arrivals) {
		PollingConsumer consumer = new PollingConsumer(this.channel,
				(message) -> arrivals.handle((Item) message.getPayload()));
		consumer.setTrigger(new PeriodicTrigger(Duration.ofMillis(1)));
		consumer.setMaxMessagesPerPoll(-1);
		consumer.setReceiveTimeout(RECEIVE_TIMEOUT_MILLIS);
		return consumer;
	}

	@Override
	public void produce(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			this.channel.send(new GenericMessage<>(items[(int) i & (items.length - 1)]));
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Config {

	}

}
