/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the page can start, by HTTP.
 */
@NullMarked
package io.github.safequeue.sample.comparison.page;

import org.jspecify.annotations.NullMarked;
