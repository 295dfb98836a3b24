/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import org.springframework.amqp.AmqpException;

/**
 * A channel on which the broker confirms each message. Any thread may publish; the
 * listeners' methods are called by the connection's thread.
 */
final class ConfirmingChannel implements ConfirmListener, ReturnListener, ShutdownListener {

	private final Channel channel;

	/** What is not confirmed, by the number that the broker knows it by. */
	private final ConcurrentNavigableMap<Long, Confirmation> unconfirmed = new ConcurrentSkipListMap<>();

	/** Whether nothing more can be published. */
	private volatile boolean spent;

	private ConfirmingChannel(Channel channel) {
		this.channel = channel;
	}

	static ConfirmingChannel open(Connection connection) throws IOException {
		Channel channel = Channels.open(connection);
		ConfirmingChannel confirming = new ConfirmingChannel(channel);
		channel.confirmSelect();
		channel.addConfirmListener(confirming);
		channel.addReturnListener(confirming);
		channel.addShutdownListener(confirming);
		return confirming;
	}

	boolean isOpen() {
		return !this.spent && this.channel.isOpen();
	}

	/**
	 * Publish a message. One at a time, so that the numbers are those of the broker.
	 * @throws IllegalArgumentException if the client does not send such a message; what
	 * was published before is still confirmed
	 */
	synchronized Confirmation publish(RabbitMessage message) throws IOException {
		if (this.spent) {
			throw new IOException("The channel counts otherwise than the broker");
		}
		Confirmation confirmation = new Confirmation(message.properties().getMessageId());
		this.unconfirmed.put(this.channel.getNextPublishSeqNo(), confirmation);
		try {
			this.channel.basicPublish(message.exchange(), message.routingKey(), true, message.properties(),
					message.body());
		}
		catch (IllegalArgumentException ex) {
			// The client has counted a message that it has not sent.
			this.spent = true;
			throw ex;
		}
		return confirmation;
	}

	/** Fail what is not confirmed. */
	void abort() {
		Channels.abort(this.channel);
	}

	@Override
	public void handleAck(long number, boolean multiple) {
		if (multiple) {
			ConcurrentNavigableMap<Long, Confirmation> confirmed = this.unconfirmed.headMap(number, true);
			confirmed.values().forEach(Confirmation::settle);
			confirmed.clear();
			return;
		}
		Confirmation confirmation = this.unconfirmed.remove(number);
		if (confirmation != null) {
			confirmation.settle();
		}
	}

	@Override
	public void handleNack(long number, boolean multiple) {
		(multiple ? this.unconfirmed.headMap(number, true) : this.unconfirmed.subMap(number, true, number, true))
			.values()
			.forEach((confirmation) -> confirmation
				.fail(new AmqpException("RabbitMQ has not stored a message, such as where the queue is full")));
		handleAck(number, multiple);
	}

	/** Comes before the confirmation of the same message. */
	@Override
	public void handleReturn(int code, String text, String exchange, String routingKey, BasicProperties properties,
			byte[] body) {
		String id = properties.getMessageId();
		this.unconfirmed.values()
			.stream()
			.filter((confirmation) -> confirmation.id().equals(id))
			.forEach((confirmation) -> confirmation.fail(new UnroutableMessageException(routingKey)));
	}

	@Override
	public void shutdownCompleted(ShutdownSignalException cause) {
		this.unconfirmed.values().forEach((confirmation) -> {
			confirmation.fail(cause);
			confirmation.settle();
		});
	}

}
