/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of how queues are declared and of what properties make of them.
 */
@NullMarked
package io.github.safequeue.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
