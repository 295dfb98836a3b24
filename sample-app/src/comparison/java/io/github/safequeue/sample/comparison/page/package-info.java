/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Runs the scenarios of the comparison for the page, one at a time.
 */
@NullMarked
package io.github.safequeue.sample.comparison.page;

import org.jspecify.annotations.NullMarked;
