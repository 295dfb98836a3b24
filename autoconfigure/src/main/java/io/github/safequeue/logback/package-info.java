/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A Logback appender on a queue. Works without Spring.
 *
 * <p>
 * May know the root package, the engine and Logback only; nothing else of the library
 * imports Logback, apart from the auto-configuration that puts the appender in place.
 */
@NullMarked
package io.github.safequeue.logback;

import org.jspecify.annotations.NullMarked;
