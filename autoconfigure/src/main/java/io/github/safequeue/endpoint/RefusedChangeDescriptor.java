/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer where a dead letter could not be put back.
 *
 * @param message what is wrong
 */
public record RefusedChangeDescriptor(String message) implements OperationResponseBody {
}
