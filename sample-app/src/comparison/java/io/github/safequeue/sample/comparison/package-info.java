/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Scenarios that compare, with figures measured while they run, what an application gets
 * from a queue and from other means. What may never end runs in a JVM of its own.
 */
@NullMarked
package io.github.safequeue.sample.comparison;

import org.jspecify.annotations.NullMarked;
