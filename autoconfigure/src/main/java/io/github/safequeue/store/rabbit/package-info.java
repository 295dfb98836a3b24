/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The store {@code rabbit}: items in a quorum queue of RabbitMQ. The broker confirms what
 * is published, decides which consumer has an item, and delivers again what was not
 * acknowledged. May know the root package, the store's package, Spring AMQP and
 * RabbitMQ's client.
 */
@NullMarked
package io.github.safequeue.store.rabbit;

import org.jspecify.annotations.NullMarked;
