/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;

import io.github.safequeue.store.Delivery;

/**
 * A channel on which the broker delivers the items of one queue. The listener's methods
 * are called by threads of the connection, all others by any thread.
 */
final class DeliveryChannel extends DefaultConsumer {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final String queue;

	private final Prefetch prefetch;

	private final boolean ordered;

	private final Consumer<Delivery> receiver;

	/**
	 * Held while calls of the client wait for an answer that could be that of another.
	 */
	private final Lock changing = new ReentrantLock();

	/**
	 * How many items the broker delivers ahead at present. Changed before deliveries
	 * begin and by the thread that they come on.
	 */
	private int ahead;

	/** How many items came since a moment. */
	private int delivered;

	private long since = System.nanoTime();

	private volatile String tag = "";

	private volatile boolean stopped;

	private DeliveryChannel(Channel channel, String queue, Prefetch prefetch, boolean ordered,
			Consumer<Delivery> receiver) {
		super(channel);
		this.queue = queue;
		this.prefetch = prefetch;
		this.ordered = ordered;
		this.receiver = receiver;
	}

	/**
	 * Open a channel and begin to receive.
	 * @param connection the connection
	 * @param queue the name of the queue
	 * @param prefetch how many items the broker delivers ahead
	 * @param ordered whether the order of deliveries is to be kept
	 * @param receiver takes what is delivered
	 */
	static DeliveryChannel open(Connection connection, String queue, Prefetch prefetch, boolean ordered,
			Consumer<Delivery> receiver) throws IOException {
		Channel channel = Channels.open(connection);
		DeliveryChannel deliveries = new DeliveryChannel(channel, queue, prefetch, ordered, receiver);
		try {
			deliveries.consume(prefetch.first());
		}
		catch (IOException | RuntimeException ex) {
			Channels.abort(channel);
			throw ex;
		}
		return deliveries;
	}

	/** Have more delivered ahead, as a consumer in place of the one that this is. */
	private void consume(int ahead) throws IOException {
		this.changing.lock();
		try {
			if (this.stopped) {
				return;
			}
			this.ahead = ahead;
			String former = this.tag;
			getChannel().basicQos(ahead);
			this.tag = getChannel().basicConsume(this.queue, false, this);
			if (!former.isEmpty()) {
				getChannel().basicCancel(former);
			}
		}
		finally {
			this.changing.unlock();
		}
		cancelIfStopped();
	}

	boolean isOpen() {
		return getChannel().isOpen();
	}

	/**
	 * Receive nothing more. What was delivered can still be acknowledged. Where the order
	 * counts, this stays the consumer until it is closed, and ignores what it gets: the
	 * broker would let the next consumer overtake what is being handled here. Does not
	 * wait for the broker.
	 */
	void stop() {
		this.stopped = true;
		cancelIfStopped();
	}

	/** While the consumer is being changed, nothing: this is called again after that. */
	private void cancelIfStopped() {
		if (!this.stopped || this.ordered || !isOpen() || !this.changing.tryLock()) {
			return;
		}
		try {
			getChannel().asyncRpc(new AMQP.Basic.Cancel.Builder().consumerTag(this.tag).build());
		}
		catch (IOException | ShutdownSignalException ex) {
			// The broker has ended it by itself.
		}
		finally {
			this.changing.unlock();
		}
	}

	/** Give back to the broker what is not acknowledged. */
	void close() {
		Channels.abort(getChannel());
	}

	@Override
	public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
		if (!this.stopped || !this.ordered) {
			this.receiver.accept(new RabbitDelivery(this, RabbitMessage.received(envelope, properties, body)));
			if (this.ahead < this.prefetch.fast() && ++this.delivered == this.prefetch.fast()) {
				count();
			}
		}
	}

	/** So many items came: have as many delivered ahead if handlers are as fast. */
	private void count() {
		long now = System.nanoTime();
		boolean fast = now - this.since < SECOND;
		this.since = now;
		this.delivered = 0;
		if (fast) {
			try {
				consume(this.prefetch.fast());
			}
			catch (IOException | ShutdownSignalException ex) {
				// The channel is closed, and the receiver opens another one.
			}
		}
	}

	/** The queue is gone: it is looked for again on a new channel. */
	@Override
	public void handleCancel(String consumerTag) {
		close();
	}

	/** An acknowledgement that does not arrive lets the item come again. */
	void acknowledge(long tag) {
		try {
			getChannel().basicAck(tag, false);
		}
		catch (IOException | ShutdownSignalException ex) {
			// The broker has the item back.
		}
	}

	boolean isOrdered() {
		return this.ordered;
	}

	/** Give an item back, if others may overtake it. */
	void release(long tag) {
		if (this.ordered) {
			return;
		}
		try {
			getChannel().basicNack(tag, false, true);
		}
		catch (IOException | ShutdownSignalException ex) {
			// The broker has the item back.
		}
	}

}
