/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

/**
 * Publishes messages and waits until the broker has confirmed them, at most ten seconds.
 * All threads share one channel, which is not one of the factory's: it is never given to
 * somebody who expects no confirms. It has a connection that nothing is received on,
 * since a broker that is short of memory stops reading from publishers. Any thread.
 */
final class ConfirmingPublisher implements AutoCloseable, BlockedListener {

	private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

	private final ConnectionFactory connections;

	private @Nullable Connection connection;

	/** What the connection stands for. */
	private com.rabbitmq.client.@Nullable Connection client;

	private @Nullable ConfirmingChannel channel;

	/** Whether the broker takes nothing at present. */
	private volatile boolean blocked;

	ConfirmingPublisher(ConnectionFactory connections) {
		ConnectionFactory separate = connections.getPublisherConnectionFactory();
		this.connections = (separate != null) ? separate : connections;
	}

	/**
	 * Publish messages, and wait until the broker has confirmed them.
	 * @param messages the messages
	 * @return for each why it is not confirmed, or {@code null} if it is
	 */
	List<@Nullable Throwable> publish(List<RabbitMessage> messages) {
		ConfirmingChannel channel;
		try {
			channel = channel();
		}
		catch (IOException ex) {
			throw RabbitExceptionTranslator.convertRabbitAccessException(ex);
		}
		return publish(messages, channel);
	}

	/**
	 * Publish a message on a channel of its own, so that a refusal is its own.
	 * @param message the message
	 * @return why it is not confirmed, or {@code null} if it is
	 */
	@Nullable Throwable publishAlone(RabbitMessage message) {
		ConfirmingChannel channel;
		try {
			channel = ConfirmingChannel.open(connection());
		}
		catch (IOException ex) {
			throw RabbitExceptionTranslator.convertRabbitAccessException(ex);
		}
		try {
			return publish(List.of(message), channel).get(0);
		}
		finally {
			channel.abort();
		}
	}

	private static List<@Nullable Throwable> publish(List<RabbitMessage> messages, ConfirmingChannel channel) {
		List<Confirmation> confirmations = new ArrayList<>(messages.size());
		Throwable failure = null;
		try {
			for (RabbitMessage message : messages) {
				confirmations.add(channel.publish(message));
			}
		}
		catch (IOException | RuntimeException ex) {
			failure = ex;
		}
		long deadline = System.nanoTime() + LIMIT;
		List<@Nullable Throwable> results = new ArrayList<>(messages.size());
		boolean late = false;
		for (Confirmation confirmation : confirmations) {
			Throwable result = confirmation.await(deadline);
			results.add(result);
			late |= result instanceof AmqpTimeoutException;
		}
		while (results.size() < messages.size()) {
			results.add(failure);
		}
		if (late || !channel.isOpen()) {
			channel.abort();
		}
		return results;
	}

	/**
	 * Whether a message, or another one on the same channel, is refused for its own sake:
	 * it is larger than the broker or the protocol allows.
	 */
	static boolean isRefusal(Throwable failure) {
		if (failure instanceof ShutdownSignalException signal) {
			return signal.getReason() instanceof AMQP.Channel.Close close
					&& close.getReplyCode() == AMQP.PRECONDITION_FAILED;
		}
		return failure instanceof IllegalArgumentException;
	}

	private synchronized ConfirmingChannel channel() throws IOException {
		ConfirmingChannel current = this.channel;
		com.rabbitmq.client.Connection connection = connection();
		if (current == null || !current.isOpen()) {
			current = ConfirmingChannel.open(connection);
			this.channel = current;
		}
		return current;
	}

	private synchronized com.rabbitmq.client.Connection connection() {
		com.rabbitmq.client.Connection current = this.client;
		if (current == null || !current.isOpen()) {
			RabbitUtils.closeConnection(this.connection);
			this.connection = this.connections.createConnection();
			current = this.connection.getDelegate();
			this.client = current;
			this.blocked = false;
			current.addBlockedListener(this);
		}
		if (this.blocked) {
			throw new AmqpResourceNotAvailableException("RabbitMQ is short of memory or disk and takes nothing");
		}
		return current;
	}

	@Override
	public void handleBlocked(String reason) {
		this.blocked = true;
	}

	@Override
	public void handleUnblocked() {
		this.blocked = false;
	}

	@Override
	public synchronized void close() {
		if (this.channel != null) {
			this.channel.abort();
		}
		RabbitUtils.closeConnection(this.connection);
	}

}
