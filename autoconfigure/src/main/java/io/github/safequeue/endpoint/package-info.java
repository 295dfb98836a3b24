/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The actuator endpoint {@code safequeues}: the queues' figures, what their workers do
 * and their stores have, pausing and resuming, and putting back dead letters.
 *
 * <p>
 * May know the root package and Spring Boot's actuator only.
 */
@NullMarked
package io.github.safequeue.endpoint;

import org.jspecify.annotations.NullMarked;
