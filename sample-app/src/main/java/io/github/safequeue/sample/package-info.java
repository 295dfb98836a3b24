/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A small order desk that uses SafeQueue as an application would.
 */
@NullMarked
package io.github.safequeue.sample;

import org.jspecify.annotations.NullMarked;
