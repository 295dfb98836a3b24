/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Faults on demand, with the profile {@code demo}: orders that are slow, fail or get
 * stuck where they are stored, and enough of them to fill the queue. The order desk knows
 * nothing of it.
 */
@NullMarked
package io.github.safequeue.sample.demo.faults;

import org.jspecify.annotations.NullMarked;
