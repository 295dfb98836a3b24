/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of applications that are processed ahead of time.
 */
@NullMarked
package io.github.safequeue.aot;

import org.jspecify.annotations.NullMarked;
