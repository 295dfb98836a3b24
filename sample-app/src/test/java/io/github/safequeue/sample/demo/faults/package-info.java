/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Faults on demand.
 */
@NullMarked
package io.github.safequeue.sample.demo.faults;

import org.jspecify.annotations.NullMarked;
