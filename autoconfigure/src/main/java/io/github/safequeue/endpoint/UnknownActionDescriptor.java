/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer where the action for a queue is missing or unknown.
 *
 * @param message what is wrong
 * @param actions the actions that there are
 */
public record UnknownActionDescriptor(String message, List<String> actions) implements OperationResponseBody {
}
