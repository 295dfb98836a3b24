/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The actuator endpoint {@code safequeues}: the queues' figures, what their workers do,
 * and pausing and resuming.
 *
 * <p>
 * May know the root package and Spring Boot's actuator only.
 */
@NullMarked
package io.github.safequeue.endpoint;

import org.jspecify.annotations.NullMarked;
