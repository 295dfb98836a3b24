/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Invoices that are sent and printed.
 */
@NullMarked
package io.github.safequeue.sample.invoices;

import org.jspecify.annotations.NullMarked;
