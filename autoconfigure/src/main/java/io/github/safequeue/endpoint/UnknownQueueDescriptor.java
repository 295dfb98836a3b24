/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer where there is no queue of the name that was asked for.
 *
 * @param message what is wrong
 * @param queues the names of the queues that there are, sorted
 */
public record UnknownQueueDescriptor(String message, List<String> queues) implements OperationResponseBody {
}
