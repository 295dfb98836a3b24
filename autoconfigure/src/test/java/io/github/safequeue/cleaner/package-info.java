/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the cleaner, by itself and in a context.
 */
@NullMarked
package io.github.safequeue.cleaner;

import org.jspecify.annotations.NullMarked;
