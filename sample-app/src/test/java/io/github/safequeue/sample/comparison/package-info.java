/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the comparison.
 */
@NullMarked
package io.github.safequeue.sample.comparison;

import org.jspecify.annotations.NullMarked;
