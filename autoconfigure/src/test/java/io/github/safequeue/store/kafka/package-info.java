/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the store {@code kafka}.
 */
@NullMarked
package io.github.safequeue.store.kafka;

import org.jspecify.annotations.NullMarked;
