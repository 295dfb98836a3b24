/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.broker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.rabbitmq.client.Channel;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.metrics.RabbitMetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueMetricsAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueRabbitStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.benchmark.Options;
import io.github.safequeue.testing.RabbitServer;

/**
 * Measures a queue with the store rabbit beside a plain listener that acknowledges each
 * message by itself, and a plain template with correlated confirms, each with its default
 * prefetch. Both use the quorum queue that the store declares.
 */
public final class RabbitComparison extends BrokerComparison {

	private final RabbitServer server;

	private RabbitComparison(RabbitServer server, Options options) {
		super(options);
		this.server = server;
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if anything fails
	 */
	public static void main(String... args) throws Exception {
		logErrors();
		try (RabbitServer server = RabbitServer.start()) {
			new RabbitComparison(server, new Options(args)).run();
		}
	}

	@Override
	String store() {
		return "rabbit";
	}

	@Override
	Class<?> queues() {
		return Queues.class;
	}

	@Override
	Class<?> plain() {
		return Plain.class;
	}

	@Override
	void create(String queue) {
		// The store does.
	}

	@Override
	List<String> properties(String queue, int concurrency) {
		return List.of("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + this.server.port(),
				"spring.rabbitmq.publisher-confirm-type=correlated", "spring.rabbitmq.publisher-returns=true",
				"spring.rabbitmq.template.mandatory=true", "spring.rabbitmq.listener.simple.acknowledge-mode=manual",
				"spring.rabbitmq.listener.simple.concurrency=" + concurrency,
				"safequeue.queues.orders.rabbit.queue=" + queue);
	}

	@Override
	Function<Order, CompletableFuture<?>> template(ApplicationContext context, String queue) {
		RabbitTemplate template = context.getBean(RabbitTemplate.class);
		JsonMapper mapper = mapper();
		return (order) -> {
			CorrelationData correlation = new CorrelationData();
			template.send("", queue,
					MessageBuilder.withBody(mapper.writeValueAsBytes(order))
						.setContentType(MessageProperties.CONTENT_TYPE_JSON)
						.setMessageId(correlation.getId())
						.build(),
					correlation);
			return correlation.getFuture().thenAccept((confirm) -> {
				if (!confirm.ack()) {
					throw new IllegalStateException("Not confirmed: " + confirm.reason());
				}
			});
		};
	}

	@Override
	Object plainListener(Tally tally) {
		return new PlainListener(tally);
	}

	@Override
	void killServer() {
		this.server.kill();
	}

	/**
	 * An application with queues and meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
			SafeQueueRabbitStoreAutoConfiguration.class, SafeQueueMetricsAutoConfiguration.class,
			RabbitAutoConfiguration.class, RabbitMetricsAutoConfiguration.class, JacksonAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class })
	static class Queues {

	}

	/**
	 * An application without queues.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RabbitAutoConfiguration.class, RabbitMetricsAutoConfiguration.class,
			JacksonAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class })
	static class Plain {

	}

	static final class PlainListener {

		private final JsonMapper mapper = mapper();

		private final Tally tally;

		PlainListener(Tally tally) {
			this.tally = tally;
		}

		@RabbitListener(queues = "${destination}")
		void on(Message message, Channel channel) throws IOException {
			this.mapper.readValue(message.getBody(), Order.class);
			this.tally.handled();
			channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
		}

	}

}
