/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the task executor.
 */
@NullMarked
package io.github.safequeue.executor;

import org.jspecify.annotations.NullMarked;
