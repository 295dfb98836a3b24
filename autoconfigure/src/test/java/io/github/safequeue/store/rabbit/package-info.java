/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the store {@code rabbit} with a real broker.
 */
@NullMarked
package io.github.safequeue.store.rabbit;

import org.jspecify.annotations.NullMarked;
