/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.safequeue.SafeQueueState;

/**
 * The state that a queue is in after it was asked to change something.
 *
 * @param name the queue's name
 * @param state the queue's state; with a store, that of the side that calls the handler
 */
public record SafeQueueStateDescriptor(String name, SafeQueueState state) implements OperationResponseBody {
}
