/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * How the store connects to RabbitMQ.
 *
 * @param factory connects
 * @param onClose releases what was opened for the store alone
 */
public record StoreConnections(ConnectionFactory factory, Runnable onClose) {
}
