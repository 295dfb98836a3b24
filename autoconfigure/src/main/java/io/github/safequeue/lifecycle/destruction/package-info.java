/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The order in which beans are destroyed: which beans were given which (the graph), and
 * which queues are closed together, before and after which beans (the plan).
 *
 * <p>
 * May know spring-context, and no other package of this library: queues and beans appear
 * here by their names only. See {@code docs/lifecycle.md} for the order of destruction.
 */
@NullMarked
package io.github.safequeue.lifecycle.destruction;

import org.jspecify.annotations.NullMarked;
