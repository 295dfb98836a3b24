/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues with a store while processes, connections and the server fail. What was
 * confirmed is written down outside the database, what a handler does inside and outside,
 * and at the end the one is held against the other. Each check must also find what a
 * weakened variant does wrong.
 */
@NullMarked
package io.github.safequeue.faults.stored;

import org.jspecify.annotations.NullMarked;
