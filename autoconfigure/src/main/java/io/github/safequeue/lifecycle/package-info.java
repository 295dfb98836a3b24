/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues as beans: registry, binding of handlers, start, pause and close.
 *
 * <p>
 * May know the root package, the engine, spring-context, and the order of destruction in
 * the package below. See {@code docs/lifecycle.md} for the state machine.
 */
@NullMarked
package io.github.safequeue.lifecycle;

import org.jspecify.annotations.NullMarked;
