/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.core.NestedExceptionUtils;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.StoreFigures;

/**
 * The queues and the exchange of one queue in RabbitMQ. Any thread.
 */
final class RabbitTopology {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final AmqpAdmin admin;

	private final String name;

	private final RabbitQueueSettings settings;

	private volatile boolean declared;

	private boolean conflictLogged;

	RabbitTopology(ConnectionFactory connections, String name, RabbitQueueSettings settings) {
		this.admin = new RabbitAdmin(connections);
		this.name = name;
		this.settings = settings;
	}

	/**
	 * Declare what is not declared yet.
	 * @throws AmqpException if the broker cannot be reached
	 * @throws SafeQueueConfigurationException if something of that name exists and is
	 * different
	 */
	void declare() {
		if (!this.declared) {
			declareAll();
		}
	}

	/** Something may be gone: declare all of it again. */
	void forget() {
		this.declared = false;
	}

	private synchronized void declareAll() {
		if (this.declared) {
			return;
		}
		try {
			Queue dead = QueueBuilder.durable(this.settings.deadLetterQueue()).quorum().build();
			FanoutExchange exchange = new FanoutExchange(this.settings.deadLetterExchange());
			this.admin.declareQueue(dead);
			this.admin.declareExchange(exchange);
			this.admin.declareBinding(BindingBuilder.bind(dead).to(exchange));
			this.admin.declareQueue(queue());
		}
		catch (AmqpException ex) {
			if (RabbitUtils.isMismatchedQueueArgs(ex) || RabbitUtils.isExchangeDeclarationFailure(ex)) {
				throw conflict(ex);
			}
			throw ex;
		}
		this.declared = true;
	}

	private Queue queue() {
		QueueBuilder queue = QueueBuilder.durable(this.settings.queue())
			.quorum()
			// The number of deliveries that may come after the first.
			.deliveryLimit(this.settings.maxDeliveries() - 1)
			.deadLetterExchange(this.settings.deadLetterExchange())
			// What is given up leaves the queue once the other one has it. Needs this
			// overflow.
			.withArgument("x-dead-letter-strategy", "at-least-once")
			.overflow(QueueBuilder.Overflow.rejectPublish);
		return this.settings.singleActiveConsumer() ? queue.singleActiveConsumer().build() : queue.build();
	}

	private SafeQueueConfigurationException conflict(AmqpException failure) {
		SafeQueueConfigurationException conflict = new SafeQueueConfigurationException(this.name,
				"Queue '%s': RabbitMQ has a queue or exchange named '%s', '%s' or '%s' already, with other settings: %s."
					.formatted(this.name, this.settings.queue(), this.settings.deadLetterQueue(),
							this.settings.deadLetterExchange(), reason(failure)),
				("Set safequeue.queues.%1$s.rabbit.queue to another name, give safequeue.queues.%1$s.rabbit.* the values"
						+ " that it was declared with, or delete it once it is empty.")
					.formatted(this.name),
				failure);
		if (!this.conflictLogged) {
			this.conflictLogged = true;
			logger.error(conflict.getMessage());
		}
		return conflict;
	}

	/** What the broker says of the arguments, which are no items. */
	private static String reason(Throwable failure) {
		String text = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		int start = text.indexOf("reply-text=");
		int end = text.indexOf(", class-id");
		return (start >= 0 && end > start) ? text.substring(start + "reply-text=".length(), end) : text;
	}

	/** Look at the queues, and declare them where they are gone. */
	StoreFigures figures() {
		declare();
		QueueInformation waiting = this.admin.getQueueInfo(this.settings.queue());
		QueueInformation dead = this.admin.getQueueInfo(this.settings.deadLetterQueue());
		if (waiting == null || dead == null) {
			forget();
			declare();
		}
		return new StoreFigures((waiting != null) ? waiting.getMessageCount() : 0, false, Duration.ZERO,
				(dead != null) ? dead.getMessageCount() : 0);
	}

}
