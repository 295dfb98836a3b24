/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.safequeue.SafeQueueSnapshot;

/**
 * All queues.
 *
 * @param queues the queues' figures, sorted by name
 */
public record SafeQueuesDescriptor(List<SafeQueueSnapshot> queues) implements OperationResponseBody {
}
