/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Carries the context of a submitting thread, its observation, its logging context and
 * whatever else is registered, to the handler's thread.
 *
 * <p>
 * May know the root package and Micrometer's context propagation only.
 */
@NullMarked
package io.github.safequeue.context;

import org.jspecify.annotations.NullMarked;
