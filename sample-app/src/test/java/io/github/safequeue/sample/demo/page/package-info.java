/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the page is served, by HTTP.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
