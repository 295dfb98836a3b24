/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * For tests of applications: queues whose items a test handles one by one, and assertions
 * on their figures. Not used by applications themselves.
 *
 * <p>
 * May know the root package, the engine, Spring Boot's test support and AssertJ.
 */
@NullMarked
package io.github.safequeue.test;

import org.jspecify.annotations.NullMarked;
