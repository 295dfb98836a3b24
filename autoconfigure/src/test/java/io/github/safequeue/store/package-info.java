/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of queues with a store, on a store in memory.
 */
@NullMarked
package io.github.safequeue.store;

import org.jspecify.annotations.NullMarked;
