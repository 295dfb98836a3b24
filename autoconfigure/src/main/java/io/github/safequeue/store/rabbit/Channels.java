/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.springframework.amqp.AmqpResourceNotAvailableException;

/**
 * Opens and closes channels that are the store's own. Any thread.
 */
final class Channels {

	private Channels() {
	}

	static Channel open(Connection connection) throws IOException {
		Channel channel = connection.createChannel();
		if (channel == null) {
			throw new AmqpResourceNotAvailableException("RabbitMQ allows no further channel on this connection");
		}
		return channel;
	}

	/** Close a channel, whatever state it is in. */
	static void abort(Channel channel) {
		try {
			channel.abort();
		}
		catch (IOException ex) {
			// It is closed all the same.
		}
	}

}
