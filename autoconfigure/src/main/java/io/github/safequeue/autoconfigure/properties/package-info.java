/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The configuration properties {@code safequeue.*}: how they are bound, which values are
 * refused at start-up, which keys mean nothing, and how keys relate to names of queues.
 *
 * <p>
 * May know the root package and Spring Boot; no other package of the auto-configuration.
 */
@NullMarked
package io.github.safequeue.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
