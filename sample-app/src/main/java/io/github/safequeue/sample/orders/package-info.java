/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The order desk: takes orders by HTTP, hands them to the queue {@code orders} and stores
 * them in the database.
 */
@NullMarked
package io.github.safequeue.sample.orders;

import org.jspecify.annotations.NullMarked;
