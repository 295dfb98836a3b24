/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import org.springframework.amqp.AmqpException;

/**
 * No queue of RabbitMQ takes a message.
 */
final class UnroutableMessageException extends AmqpException {

	private static final long serialVersionUID = 1L;

	UnroutableMessageException(String queue) {
		super("RabbitMQ has no queue '%s', or none that its dead letters go to".formatted(queue));
	}

}
