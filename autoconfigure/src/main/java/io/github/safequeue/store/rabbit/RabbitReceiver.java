/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.store.Delivery;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * Receives the items of one queue on a channel of its own, and on a new one after it was
 * closed. Spring's listener containers close their channel when they stop, so that what
 * is being handled then is delivered a second time; here it stays open until everything
 * is acknowledged. Any thread.
 */
final class RabbitReceiver {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final ConnectionFactory connections;

	private final RabbitQueueSettings settings;

	private final StoredQueueSettings queue;

	/** What takes the items, or {@code null} where nothing is received. */
	private volatile @Nullable Consumer<Delivery> receiver;

	private @Nullable Connection connection;

	private volatile @Nullable DeliveryChannel channel;

	RabbitReceiver(ConnectionFactory connections, RabbitQueueSettings settings, StoredQueueSettings queue) {
		this.connections = connections;
		this.settings = settings;
		this.queue = queue;
	}

	/** Receive, as soon as the broker can be reached. */
	synchronized void start(Consumer<Delivery> receiver) {
		this.receiver = receiver;
		try {
			resume();
		}
		catch (AmqpException ex) {
			logger.debug("Queue '%s': RabbitMQ cannot be reached yet: %s".formatted(this.queue.name(),
					ex.getClass().getName()));
		}
	}

	/** Receive again where that has ended by itself. */
	synchronized void resume() {
		Consumer<Delivery> receiver = this.receiver;
		DeliveryChannel channel = this.channel;
		if (receiver == null || (channel != null && channel.isOpen())) {
			return;
		}
		RabbitUtils.closeConnection(this.connection);
		this.connection = this.connections.createConnection();
		try {
			channel = DeliveryChannel.open(this.connection.getDelegate(), this.settings.queue(),
					this.settings.prefetch(this.queue), this.queue.keyed(), receiver);
		}
		catch (IOException ex) {
			throw RabbitExceptionTranslator.convertRabbitAccessException(ex);
		}
		this.channel = channel;
		// Pairs with stop(), which may have read the channel before it was opened.
		if (this.receiver == null) {
			channel.stop();
		}
	}

	/** Receive nothing more. Does not wait for the broker. */
	void stop() {
		this.receiver = null;
		DeliveryChannel channel = this.channel;
		if (channel != null) {
			channel.stop();
		}
	}

	/** Give back to the broker what is not acknowledged. */
	synchronized void close() {
		this.receiver = null;
		DeliveryChannel channel = this.channel;
		if (channel != null) {
			channel.close();
		}
		RabbitUtils.closeConnection(this.connection);
		this.connection = null;
	}

}
