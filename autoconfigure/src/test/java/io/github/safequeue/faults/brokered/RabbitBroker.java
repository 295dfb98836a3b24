/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.testing.RabbitServer;

/**
 * RabbitMQ: a place is a queue, which applications declare. One consumer at a time gets
 * the items that have keys.
 */
final class RabbitBroker implements Broker {

	private final RabbitServer server = RabbitServer.start();

	@Override
	public List<String> properties() {
		return List.of("--spring.rabbitmq.host=127.0.0.1", "--spring.rabbitmq.port=" + this.server.port());
	}

	@Override
	public List<String> properties(String queue, String place, boolean keyed) {
		String prefix = "--safequeue.queues." + queue;
		return List.of(prefix + ".store=rabbit", prefix + ".rabbit.queue=" + place,
				prefix + ".rabbit.single-active-consumer=" + keyed);
	}

	@Override
	public void create(String place) {
		// Applications declare it.
	}

	/** What is delivered and not acknowledged does not count. */
	@Override
	public boolean isDrained(String place) {
		return ask((channel) -> channel.messageCount(place) == 0);
	}

	/** They are put back when the channel is closed. */
	@Override
	public List<LedgerItem> deadLetters(String place) {
		JsonMapper mapper = new JsonMapper();
		return ask((channel) -> {
			List<LedgerItem> letters = new ArrayList<>();
			GetResponse letter = channel.basicGet(place + ".dlq", false);
			while (letter != null) {
				letters.add(mapper.readValue(letter.getBody(), LedgerItem.class));
				letter = channel.basicGet(place + ".dlq", false);
			}
			return letters;
		});
	}

	private <T> T ask(Question<T> question) {
		try (Connection connection = this.server.client().newConnection();
				Channel channel = connection.createChannel()) {
			return question.ask(channel);
		}
		catch (IOException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void kill() {
		this.server.kill();
	}

	@Override
	public void start() {
		this.server.restart();
	}

	@Override
	public void close() {
		this.server.close();
	}

	/** Something that a channel answers. */
	private interface Question<T> {

		T ask(Channel channel) throws IOException;

	}

}
