/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The analyses of start-up failures: which queue, property or injection point is wrong,
 * and what to do.
 *
 * <p>
 * May know the properties and which queues are declared. No other package knows this one:
 * Spring Boot finds it by {@code spring.factories}.
 */
@NullMarked
package io.github.safequeue.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
