/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Spring's task executor on a queue of tasks. May know the root package, the engine and
 * spring-core.
 */
@NullMarked
package io.github.safequeue.executor;

import org.jspecify.annotations.NullMarked;
