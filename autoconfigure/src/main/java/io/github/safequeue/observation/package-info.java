/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Makes a Micrometer observation of each handler call.
 *
 * <p>
 * May know the root package and Micrometer only.
 */
@NullMarked
package io.github.safequeue.observation;

import org.jspecify.annotations.NullMarked;
