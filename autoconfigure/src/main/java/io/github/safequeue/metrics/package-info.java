/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The queues' meters: counters and gauges read from their figures, and timers that their
 * workers feed.
 *
 * <p>
 * May know the root package and Micrometer only.
 */
@NullMarked
package io.github.safequeue.metrics;

import org.jspecify.annotations.NullMarked;
