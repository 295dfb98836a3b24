/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The application of the long run. Its classes are loaded anew for each context, except
 * the one with the main method.
 */
@NullMarked
package io.github.safequeue.faults.longrun;

import org.jspecify.annotations.NullMarked;
