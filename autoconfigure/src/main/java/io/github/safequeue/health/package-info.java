/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The health of the queues, read from their figures and from what their workers do.
 *
 * <p>
 * May know the root package and Spring Boot's health contributors only.
 */
@NullMarked
package io.github.safequeue.health;

import org.jspecify.annotations.NullMarked;
