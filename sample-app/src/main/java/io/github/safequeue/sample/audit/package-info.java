/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The audit trail: takes entries from any bean, also while the application closes, hands
 * them to the queue {@code audit} and stores them in batches.
 */
@NullMarked
package io.github.safequeue.sample.audit;

import org.jspecify.annotations.NullMarked;
