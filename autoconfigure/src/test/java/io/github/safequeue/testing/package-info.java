/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues and items that several tests use.
 */
@NullMarked
package io.github.safequeue.testing;

import org.jspecify.annotations.NullMarked;
