/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Cleaning actions of objects that became unreachable, run by the workers of a queue. May
 * know the root package and the engine.
 */
@NullMarked
package io.github.safequeue.cleaner;

import org.jspecify.annotations.NullMarked;
