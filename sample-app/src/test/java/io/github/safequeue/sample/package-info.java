/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests that use the sample as its users do.
 */
@NullMarked
package io.github.safequeue.sample;

import org.jspecify.annotations.NullMarked;
