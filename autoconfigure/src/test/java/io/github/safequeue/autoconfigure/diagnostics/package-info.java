/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of what stops the start of an application, and of the reports about it.
 */
@NullMarked
package io.github.safequeue.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
