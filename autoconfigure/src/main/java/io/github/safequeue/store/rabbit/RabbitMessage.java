/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;

/**
 * A message as it is published.
 *
 * @param exchange where it is published, the empty name for a queue
 * @param routingKey the name of the queue
 * @param properties its identity and headers
 * @param payload the item as JSON
 */
record RabbitMessage(String exchange, String routingKey, BasicProperties properties, String payload) {

	static final String KEY = "safequeue-key";

	static final String CAUSE = "safequeue-cause";

	static final String ATTEMPTS = "safequeue-attempts";

	/** How often the broker has delivered a message before. */
	private static final String DELIVERY_COUNT = "x-delivery-count";

	private static final Set<String> OWN = Set.of(KEY, CAUSE, ATTEMPTS);

	private static final int PERSISTENT = 2;

	/** Written to a queue. */
	static RabbitMessage of(OutgoingItem item, String queue) {
		return of("", queue, item.id(), headers(item.key(), item.headers()), item.payload());
	}

	/** Written to another queue. */
	static RabbitMessage of(ReceivedItem item, String queue) {
		return of("", queue, item.id(), headers(item.key(), item.headers()), item.payload());
	}

	/** A dead letter. */
	static RabbitMessage of(ReceivedItem item, RabbitQueueSettings queue, Throwable cause, int attempts) {
		Map<String, Object> headers = headers(item.key(), item.headers());
		headers.put(CAUSE, cause.getClass().getName());
		headers.put(ATTEMPTS, attempts);
		return of(queue.deadLetterExchange(), queue.queue(), item.id(), headers, item.payload());
	}

	private static RabbitMessage of(String exchange, String routingKey, String id, Map<String, Object> headers,
			String payload) {
		BasicProperties properties = new BasicProperties.Builder().messageId(id)
			.deliveryMode(PERSISTENT)
			.contentType("application/json")
			.contentEncoding("UTF-8")
			.headers(headers)
			.build();
		return new RabbitMessage(exchange, routingKey, properties, payload);
	}

	byte[] body() {
		return this.payload.getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, Object> headers(@Nullable String key, Map<String, String> others) {
		Map<String, Object> headers = new HashMap<>(others);
		if (key != null) {
			headers.put(KEY, key);
		}
		return headers;
	}

	/** What was delivered. A message of another publisher may have no identity. */
	static ReceivedItem received(Envelope envelope, BasicProperties properties, byte[] body) {
		Map<String, String> others = new HashMap<>();
		Map<String, Object> headers = (properties.getHeaders() != null) ? properties.getHeaders() : Map.of();
		headers.forEach((name, value) -> {
			if (value != null && !OWN.contains(name) && !name.startsWith("x-")) {
				others.put(name, value.toString());
			}
		});
		String id = properties.getMessageId();
		Object key = headers.get(KEY);
		int lost = (headers.get(DELIVERY_COUNT) instanceof Number count) ? count.intValue() : 0;
		return new ReceivedItem(envelope.getDeliveryTag(), (id != null) ? id : UUID.randomUUID().toString(),
				(key != null) ? key.toString() : null, new String(body, StandardCharsets.UTF_8), others, 0, lost);
	}

	/** Without the payload, which may hold personal data. */
	@Override
	public String toString() {
		return "message " + this.properties.getMessageId();
	}

}
