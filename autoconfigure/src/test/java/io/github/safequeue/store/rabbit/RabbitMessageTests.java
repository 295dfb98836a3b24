/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.StoredQueueSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an item on its way over RabbitMQ.
 */
class RabbitMessageTests {

	private static final Envelope ENVELOPE = new Envelope(7, true, "", "orders");

	@Test
	void itemArrivesAsItWasWritten() {
		RabbitMessage message = RabbitMessage
			.of(new OutgoingItem("id", "key", "\"ü\"", Map.of("traceparent", "00-1-2-01")), "orders");
		assertThat(message.exchange()).isEmpty();
		assertThat(message.routingKey()).isEqualTo("orders");
		assertThat(RabbitMessage.received(ENVELOPE, message.properties(), message.body()))
			.isEqualTo(new ReceivedItem(7L, "id", "key", "\"ü\"", Map.of("traceparent", "00-1-2-01"), 0, 0));
	}

	@Test
	void deadLetterKeepsWhatTravelsBesideTheItem() {
		ReceivedItem item = new ReceivedItem(7L, "id", "key", "1", Map.of("traceparent", "00-1-2-01"), 0, 2);
		RabbitQueueSettings queue = new RabbitQueueSettings("orders", 10, false, null);
		RabbitMessage message = RabbitMessage.of(item, queue, new IllegalStateException("secret"), 3);
		assertThat(message.exchange()).isEqualTo("orders.dlx");
		assertThat(message.properties().getMessageId()).isEqualTo("id");
		assertThat(message.properties().getHeaders()).isEqualTo(Map.of("traceparent", "00-1-2-01", "safequeue-key",
				"key", "safequeue-cause", IllegalStateException.class.getName(), "safequeue-attempts", 3));
	}

	@Test
	void deliveriesAreCounted() {
		BasicProperties properties = new BasicProperties.Builder().messageId("id")
			.headers(Map.of("x-delivery-count", 2L, "x-first-death-reason", "rejected"))
			.build();
		ReceivedItem item = RabbitMessage.received(ENVELOPE, properties, new byte[0]);
		assertThat(item.lost()).isEqualTo(2);
		assertThat(item.headers()).isEmpty();
	}

	@Test
	void messageOfAnotherPublisherGetsAnIdentity() {
		ReceivedItem item = RabbitMessage.received(ENVELOPE, new BasicProperties(),
				"{}".getBytes(StandardCharsets.UTF_8));
		assertThat(item.id()).isNotBlank();
		assertThat(item.key()).isNull();
	}

	@Test
	void prefetchKeepsAllHandlersBusy() {
		assertThat(prefetch(1, 0, false, null)).isEqualTo(new Prefetch(10, 250));
		assertThat(prefetch(4, 100, false, null)).isEqualTo(new Prefetch(800, 800));
		assertThat(prefetch(1000, 1000, false, null)).isEqualTo(new Prefetch(65_535, 65_535));
		assertThat(prefetch(4, 100, false, 3)).isEqualTo(new Prefetch(3, 3));
		assertThat(prefetch(1, 0, true, null)).isEqualTo(new Prefetch(10, 10));
	}

	private static Prefetch prefetch(int concurrency, int batchSize, boolean single, @Nullable Integer prefetch) {
		return new RabbitQueueSettings("orders", 10, single, prefetch)
			.prefetch(new StoredQueueSettings("orders", single, true, concurrency, batchSize));
	}

	@Test
	void textShowsNoContent() {
		assertThat(RabbitMessage.of(new OutgoingItem("id", null, "secret", Map.of()), "orders"))
			.hasToString("message id");
	}

}
