/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the log appender, by itself and in an application.
 */
@NullMarked
package io.github.safequeue.logback;

import org.jspecify.annotations.NullMarked;
