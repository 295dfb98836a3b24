/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Invoices: sends one for each stored order by mail and prints one on request. Shows a
 * queue that is built by code, retries, a dead-letter queue, leftovers that are kept for
 * the next start, the context of a call, {@code @Async} and {@code SafeCleaner}.
 */
@NullMarked
package io.github.safequeue.sample.invoices;

import org.jspecify.annotations.NullMarked;
